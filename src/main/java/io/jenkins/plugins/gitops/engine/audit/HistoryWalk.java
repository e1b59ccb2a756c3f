package io.jenkins.plugins.gitops.engine.audit;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Passes over the history of an application's environments, newest commit first. A verdict on a commit is one on the
 * newest change at that commit or below it.
 */
final class HistoryWalk {
    private final Mirror mirror;
    private final String application;
    private final Map<String, List<NoteRecord>> verdicts = new HashMap<>();
    private final int limit;

    /** By environment and promotion, the newest first. */
    private final Map<String, ChangeEntry> entries = new LinkedHashMap<>();

    private final Map<NoteRecord, ChangeEntry> settled = new HashMap<>();
    private final Map<String, Integer> kept = new HashMap<>();
    private final Map<String, List<Open>> open = new HashMap<>();

    @CheckForNull
    private CommitInfo before;

    private int segment;

    /** A verdict whose change has not come yet; commits of one segment are each the only parent of the one before. */
    private record Open(NoteRecord record, int segment) {}

    /**
     * @param records of the application
     * @param limit how many changes of an environment are kept
     */
    HistoryWalk(Mirror mirror, String application, List<NoteRecord> records, int limit) {
        this.mirror = mirror;
        this.application = application;
        this.limit = limit;
        for (NoteRecord record : records) {
            if (record.isLive() || record.isDegraded()) {
                verdicts.computeIfAbsent(record.commit(), commit -> new ArrayList<>())
                        .add(record);
            }
        }
    }

    /** Reads what a commit builds on, for some environments. */
    void walk(String tip, Collection<String> environments) throws IOException {
        open.clear();
        before = null;
        try {
            mirror.visit(null, tip, "tree ", commit -> {
                visit(commit, environments);
                return !environments.stream().allMatch(this::isFull);
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void visit(CommitInfo commit, Collection<String> environments) {
        if (before != null && !before.parents().equals(List.of(commit.id()))) {
            segment++;
        }
        before = commit;
        for (NoteRecord record : verdicts.getOrDefault(commit.id(), List.of())) {
            if (environments.contains(record.environment())) {
                open.computeIfAbsent(record.environment(), environment -> new ArrayList<>())
                        .add(new Open(record, segment));
            }
        }
        if (!commit.message().contains("Gitops-")) {
            return;
        }
        List<Trailers> promotions = Trailers.of(commit);
        for (int i = promotions.size() - 1; i >= 0; i--) {
            Trailers promotion = promotions.get(i);
            String environment = promotion.get(Trailer.ENVIRONMENT).orElse("");
            if (promotion.get(Trailer.APPLICATION).filter(application::equals).isPresent()
                    && environments.contains(environment)) {
                add(commit, promotion, environment, i);
            }
        }
    }

    private void add(CommitInfo commit, Trailers promotion, String environment, int index) {
        String id = promotion.get(Trailer.PROMOTION_ID).orElse(commit.id() + " " + index);
        String key = environment + " " + id;
        ChangeEntry entry = entries.get(key);
        if (entry == null) {
            if (isFull(environment)) {
                return;
            }
            entry = new ChangeEntry(promotion);
            entries.put(key, entry);
            kept.merge(environment, 1, Integer::sum);
        }
        entry.at(commit);
        if (promotion.bringsVersion()) {
            settle(commit, environment, entry);
        }
        born(commit, promotion).ifPresent(entry::born);
    }

    /** Reads what was promoted into an environment by tag. A verdict is about the last tag before it on its commit. */
    void tags(String environment, List<TagInfo> tags) throws IOException {
        List<TagInfo> annotated = tags.stream()
                .filter(tag -> tag.time() != null)
                .sorted(Comparator.comparing(TagInfo::time).reversed())
                .toList();
        for (TagInfo tag : annotated) {
            for (Trailers promotion : Trailers.of(tag.message())) {
                if (promotion.stream().equals(Trailers.stream(application, environment)) && !isFull(environment)) {
                    add(tag, promotion, environment);
                }
            }
        }
    }

    private void add(TagInfo tag, Trailers promotion, String environment) throws IOException {
        ChangeEntry entry = new ChangeEntry(promotion);
        entries.put(environment + " " + promotion.get(Trailer.PROMOTION_ID).orElse(tag.name()), entry);
        kept.merge(environment, 1, Integer::sum);
        entry.at(tag.commit(), tag.time(), "");
        entry.born(mirror.commit(tag.commit()).authorTime());
        for (NoteRecord record : verdicts.getOrDefault(tag.commit(), List.of())) {
            if (record.environment().equals(environment)
                    && !record.time().isBefore(tag.time())
                    && settled.putIfAbsent(record, entry) == null) {
                entry.verdict(record);
            }
        }
    }

    private void settle(CommitInfo commit, String environment, ChangeEntry entry) {
        for (Iterator<Open> each = open.getOrDefault(environment, List.of()).iterator(); each.hasNext(); ) {
            Open verdict = each.next();
            if (verdict.segment() == segment
                    || isAncestor(commit.id(), verdict.record().commit())) {
                entry.verdict(verdict.record());
                settled.put(verdict.record(), entry);
                each.remove();
            }
        }
    }

    private Optional<Instant> born(CommitInfo commit, Trailers promotion) {
        Optional<Order.Commit> version = promotion
                .get(Trailer.ORDER)
                .flatMap(Order::parse)
                .filter(Order.Commit.class::isInstance)
                .map(Order.Commit.class::cast);
        if (version.isEmpty() || !isAncestor(version.get().commit(), commit.id())) {
            return Optional.empty();
        }
        try {
            return Optional.of(mirror.commit(version.get().commit()).authorTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isAncestor(String ancestor, String commit) {
        try {
            return mirror.isAncestor(ancestor, commit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isFull(String environment) {
        return kept.getOrDefault(environment, 0) >= limit;
    }

    /** The changes, each once, the newest first, with what undid them. */
    List<Change> changes() {
        Map<String, ChangeEntry> byCommit = new HashMap<>();
        for (ChangeEntry entry : entries.values()) {
            entry.commits().forEach(commit -> byCommit.put(entry.environment() + " " + commit, entry));
        }
        for (ChangeEntry entry : entries.values()) {
            ChangeEntry undone = byCommit.get(entry.environment() + " " + entry.value(Trailer.UNDOES));
            if (undone != null && undone != entry) {
                undone.undoneBy(entry);
            }
        }
        for (List<NoteRecord> records : verdicts.values()) {
            for (NoteRecord record : records) {
                ChangeEntry included = byCommit.get(record.environment() + " " + record.included());
                if (included != null && record.isLive()) {
                    included.verdict(record);
                }
            }
        }
        return entries.values().stream().map(ChangeEntry::change).toList();
    }

    /** A verdict as one on its change's own commit; as it is where no change is known to be there. */
    NoteRecord onChange(NoteRecord verdict) {
        ChangeEntry entry = settled.get(verdict);
        return entry == null
                ? verdict
                : NoteRecord.verdict(
                        entry.commits().get(0),
                        verdict.application(),
                        verdict.environment(),
                        verdict.verdict(),
                        verdict.time());
    }
}
