package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.TipRule.Objection;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Where each stream of promotions stands on a branch, read from the trailers of its history, however they came there:
 * pushed, merged or squashed. The history is passed over once; later only what is new. Used by one thread at a time.
 */
final class BranchOrders {
    /** What is overridden where {@link Trailer#FORCED} names it. */
    static final String RULE = "order";

    private final Map<String, Standing> latest = new HashMap<>();

    @CheckForNull
    private String read;

    /**
     * The last promotion of a stream.
     *
     * @param commit the commit that holds it
     * @param trailers what that says
     */
    record Standing(String commit, Trailers trailers) {}

    /**
     * What is against a promotion on a tip: another of its stream there is newer.
     *
     * @throws IOException where the order of the two cannot be told, which is never taken for leave
     */
    Optional<Objection> objection(Mirror mirror, PromotionRequest request, String tip) throws IOException {
        for (Trailers promotion : request.trailers()) {
            boolean forced = List.of(promotion.get(Trailer.FORCED).orElse("").split(", "))
                    .contains(RULE);
            if (!forced && promotion.bringsVersion() && !promotion.stream().isEmpty()) {
                Optional<Objection> objection = objection(mirror, promotion, tip);
                if (objection.isPresent()) {
                    return objection;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Objection> objection(Mirror mirror, Trailers promotion, String tip) throws IOException {
        readUntil(mirror, tip);
        Standing there = latest.get(promotion.stream());
        if (there == null) {
            return Optional.empty();
        }
        Optional<String> mine = promotion.get(Trailer.ORDER);
        Optional<String> theirs = there.trailers().get(Trailer.ORDER);
        if (mine.isEmpty() && theirs.isEmpty()) {
            return Optional.empty();
        }
        OptionalInt comparison = compare(mirror, mine, theirs);
        if (comparison.isEmpty()) {
            throw new GitException(
                    Reason.REFUSED,
                    "Whether this is newer than what " + promotion.stream() + " has cannot be told: it has "
                            + theirs.map(order -> "order " + order).orElse("no order") + " (commit " + there.commit()
                            + "), this " + mine.map(order -> "order " + order).orElse("has none")
                            + ". Give an order that compares, or force it with a reason");
        }
        return comparison.getAsInt() >= 0
                ? Optional.empty()
                : Optional.of(new Objection(
                        PromotionVerdict.SUPERSEDED,
                        "Order " + mine.orElse("") + " is older than " + theirs.orElse("") + ", which "
                                + promotion.stream() + " has since commit " + there.commit()));
    }

    /** How the orders of two promotions compare; empty where that cannot be told. */
    static OptionalInt compare(Mirror mirror, Optional<String> mine, Optional<String> theirs) throws IOException {
        Optional<Order> first = mine.flatMap(Order::parse);
        Optional<Order> second = theirs.flatMap(Order::parse);
        if (first.isEmpty() || second.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt byThemselves = first.get().compareWith(second.get());
        boolean commits = first.get() instanceof Order.Commit && second.get() instanceof Order.Commit;
        return byThemselves.isPresent() || !commits
                ? byThemselves
                : byAncestry(mirror, ((Order.Commit) first.get()).commit(), ((Order.Commit) second.get()).commit());
    }

    private static OptionalInt byAncestry(Mirror mirror, String mine, String theirs) throws IOException {
        if (mirror.isAncestor(theirs, mine)) {
            return OptionalInt.of(1);
        }
        return mirror.isAncestor(mine, theirs) ? OptionalInt.of(-1) : OptionalInt.empty();
    }

    /** The last promotion of a stream up to a commit that fits. */
    static Optional<Standing> latest(Mirror mirror, String stream, String commit, Predicate<Trailers> fits)
            throws IOException {
        AtomicReference<Standing> found = new AtomicReference<>();
        mirror.visit(null, commit, "Gitops-", info -> {
            Trailers.of(info).stream()
                    .filter(promotion ->
                            promotion.bringsVersion() && promotion.stream().equals(stream))
                    .filter(fits)
                    .forEach(promotion -> found.set(new Standing(info.id(), promotion)));
            return found.get() == null;
        });
        return Optional.ofNullable(found.get());
    }

    private void readUntil(Mirror mirror, String tip) throws IOException {
        if (tip.equals(read)) {
            return;
        }
        boolean goesOn = read != null && mirror.isAncestor(read, tip);
        Map<String, Standing> fresh = new HashMap<>();
        Map<String, Standing> higher = new HashMap<>();
        mirror.visit(goesOn ? read : null, tip, "Gitops-", commit -> {
            List<Trailers> promotions = Trailers.of(commit);
            Collections.reverse(promotions);
            promotions.stream()
                    .filter(Trailers::bringsVersion)
                    .forEach(promotion -> keep(new Standing(commit.id(), promotion), fresh, higher));
            return true;
        });
        if (goesOn) {
            latest.forEach((stream, standing) -> keep(standing, fresh, higher));
        }
        for (Map.Entry<String, Standing> rival : higher.entrySet()) {
            if (!mirror.isAncestor(
                    rival.getValue().commit(), fresh.get(rival.getKey()).commit())) {
                fresh.put(rival.getKey(), rival.getValue());
            }
        }
        latest.clear();
        latest.putAll(fresh);
        read = tip;
    }

    /**
     * The first that is found of a stream is the last promotion. One of a higher order that comes later may stand beside
     * it, on another side of a merge, and then counts: what is older never overwrites what is newer.
     */
    private static void keep(Standing found, Map<String, Standing> fresh, Map<String, Standing> higher) {
        String stream = found.trailers().stream();
        Standing first = fresh.putIfAbsent(stream, found);
        if (first != null && isHigher(found, higher.getOrDefault(stream, first))) {
            higher.put(stream, found);
        }
    }

    private static boolean isHigher(Standing one, Standing other) {
        Optional<Order> mine = one.trailers().get(Trailer.ORDER).flatMap(Order::parse);
        Optional<Order> theirs = other.trailers().get(Trailer.ORDER).flatMap(Order::parse);
        return mine.isPresent()
                && theirs.isPresent()
                && mine.get().compareWith(theirs.get()).orElse(0) > 0;
    }
}
