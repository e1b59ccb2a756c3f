package io.jenkins.plugins.gitops.engine.forge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pages by number, up to the count in {@code X-Total-Count}: Gitea. A server may make its pages smaller than asked for,
 * and leaves out of them what it does not show, so that a page is taken to be as large as the fullest one yet. Where
 * there is no count, an empty page is the end. For one list alone.
 */
final class CountedPages implements Paging {
    private final Function<Content, List<Content>> items;
    private int fullest = 1;

    CountedPages(Function<Content, List<Content>> items) {
        this.items = items;
    }

    @Override
    public Optional<Map<String, String>> next(Map<String, String> query, Answer answer, Content content) {
        int size = items.apply(content).size();
        fullest = Math.max(fullest, size);
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        String total = answer.header("x-total-count");
        boolean more = total.matches("\\d{1,9}") ? (long) page * fullest < Long.parseLong(total) : size > 0;
        return more ? Optional.of(Paging.with(query, "page", Integer.toString(page + 1))) : Optional.empty();
    }
}
