package io.jenkins.plugins.gitops.engine.forge;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How many requests a token has left on a host, as its answers tell: {@code x-ratelimit-*} (GitHub, Azure DevOps,
 * Bitbucket), {@code RateLimit-*} (GitLab) and {@code Retry-After} (all). Shared by everybody who uses the token.
 */
final class RateBudget {
    /** What a host asks for at most is an hour; more is a clock that is wrong. */
    private static final Duration LONGEST = Duration.ofMinutes(75);

    /** What GitHub asks for where it gives no time. */
    private static final Duration UNTOLD = Duration.ofMinutes(1);

    /** Smaller numbers are seconds from now, larger ones a time. */
    private static final long EPOCH = 1_000_000_000L;

    /** Reading leaves these to what writes, so that a merge does not starve. */
    private static final long RESERVE = 20;

    private static final int RESERVED_SHARE = 20;

    private Instant pausedUntil = Instant.MIN;
    private Instant reset = Instant.MIN;
    private long remaining;
    private long reserve;

    /** Takes a request from the budget; answers when there is one again where there is none. */
    synchronized Optional<Instant> take(boolean reads, Instant now) {
        if (now.isBefore(pausedUntil)) {
            return Optional.of(pausedUntil);
        }
        if (now.isBefore(reset)) {
            if (remaining <= (reads ? reserve : 0)) {
                return Optional.of(reset);
            }
            remaining--;
        }
        return Optional.empty();
    }

    /** Learns from an answer; answers when to ask again where the answer is a refusal for asking too often. */
    synchronized Optional<Instant> learn(Answer answer, Instant now) {
        OptionalLong left = number(answer, "x-ratelimit-remaining", "ratelimit-remaining");
        Optional<Instant> again = number(answer, "x-ratelimit-reset", "ratelimit-reset").stream()
                .mapToObj(seconds ->
                        bounded(seconds < EPOCH ? now.plusSeconds(seconds) : Instant.ofEpochSecond(seconds), now))
                .findFirst();
        if (left.isPresent() && again.isPresent()) {
            long limit = number(answer, "x-ratelimit-limit", "ratelimit-limit").orElse(Long.MAX_VALUE);
            remaining = left.getAsLong();
            reserve = Math.min(RESERVE, limit / RESERVED_SHARE);
            reset = again.get();
        }
        Optional<Instant> after = retryAfter(answer, now);
        boolean tooMany = answer.status() == 429
                || answer.status() == 403 && (after.isPresent() || left.orElse(1) == 0 || speaksOfLimit(answer));
        if (tooMany) {
            boolean usedUp = left.orElse(1) == 0 && again.isPresent();
            pausedUntil = after.orElseGet(() -> usedUp ? again.get() : jittered(now));
            return Optional.of(pausedUntil);
        }
        if (after.isPresent() && answer.isSuccess()) {
            // Azure DevOps asks for less before it refuses
            pausedUntil = after.get();
        }
        return Optional.empty();
    }

    /** GitHub's secondary limit has no number in its headers. */
    private static boolean speaksOfLimit(Answer answer) {
        String words = ErrorWords.of(answer).toLowerCase(Locale.ROOT);
        return words.contains("rate limit") || words.contains("abuse detection");
    }

    private static Instant jittered(Instant now) {
        return now.plus(UNTOLD).plusMillis(ThreadLocalRandom.current().nextLong(UNTOLD.toMillis() / 4));
    }

    /** When {@code Retry-After} says to ask again, in either of its forms. */
    static Optional<Instant> retryAfter(Answer answer, Instant now) {
        String value = answer.header("retry-after");
        if (value.matches("\\d{1,9}")) {
            return Optional.of(bounded(now.plusSeconds(Long.parseLong(value)), now));
        }
        try {
            return Optional.of(bounded(
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant(),
                    now));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Instant bounded(Instant time, Instant now) {
        Instant latest = now.plus(LONGEST);
        return time.isAfter(latest) ? latest : time;
    }

    private static OptionalLong number(Answer answer, String... names) {
        for (String name : names) {
            String value = answer.header(name);
            if (value.matches("\\d{1,12}")) {
                return OptionalLong.of(Long.parseLong(value));
            }
        }
        return OptionalLong.empty();
    }
}
