package io.jenkins.plugins.gitops.engine.forge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a host says where the next page is. Only the query of a link is taken, so that no answer sends the token away. */
interface Paging {
    Pattern NEXT_LINK = Pattern.compile("<([^<>]{1,4000})>\\s*;[^<>,]*\\brel=\"?next\"?");

    /** For a next page that cannot be read: the bound on pages ends it, and a list is never taken for whole. */
    Function<Map<String, String>, Optional<Map<String, String>>> SAME_PAGE = Optional::of;

    /** The query of the next page; empty on the last. */
    Optional<Map<String, String>> next(Map<String, String> query, Answer answer, Content content);

    /** {@code Link: <…>; rel="next"}: GitHub. */
    Paging LINK = (query, answer, content) -> {
        Matcher link = NEXT_LINK.matcher(String.join(",", answer.headers().allValues("link")));
        return link.find() ? query(query, link.group(1)) : Optional.empty();
    };

    /** {@code x-next-page}: GitLab; without the header where it counts no pages, and a link is given instead. */
    Paging NEXT_PAGE = (query, answer, content) -> {
        String page = answer.header("x-next-page");
        return page.matches("\\d{1,9}") ? Optional.of(with(query, "page", page)) : LINK.next(query, answer, content);
    };

    /** {@code next} in the answer: Bitbucket Cloud. */
    Paging NEXT_FIELD = (query, answer, content) -> {
        String next = content.text("next");
        return next.isEmpty() ? Optional.empty() : query(query, next);
    };

    /** {@code isLastPage} and {@code nextPageStart}: Bitbucket Data Center. */
    Paging NEXT_START = (query, answer, content) -> {
        if (content.flag("isLastPage")) {
            return Optional.empty();
        }
        String start = content.text("nextPageStart");
        return start.matches("\\d{1,9}") ? Optional.of(with(query, "start", start)) : SAME_PAGE.apply(query);
    };

    /** Counting on, until a page is not full: Azure DevOps, in the parameters of these names. */
    static Paging skip(String top, String skip) {
        return (query, answer, content) -> {
            int size = content.list("value").size();
            return size > 0 && size >= Integer.parseInt(query.get(top))
                    ? Optional.of(
                            with(query, skip, Integer.toString(Integer.parseInt(query.getOrDefault(skip, "0")) + size)))
                    : Optional.empty();
        };
    }

    static Map<String, String> with(Map<String, String> query, String name, String value) {
        Map<String, String> next = new LinkedHashMap<>(query);
        next.put(name, value);
        return next;
    }

    private static Optional<Map<String, String>> query(Map<String, String> query, String url) {
        int mark = url.indexOf('?');
        if (mark < 0) {
            return SAME_PAGE.apply(query);
        }
        Map<String, String> next = new LinkedHashMap<>();
        for (String pair : url.substring(mark + 1).split("#", 2)[0].split("&")) {
            String[] parts = pair.split("=", 2);
            try {
                next.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return SAME_PAGE.apply(query);
            }
        }
        return Optional.of(next);
    }
}
