package io.jenkins.plugins.gitops.engine.version;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a promotion stands among those of one stream, so that an older one never overwrites a newer one. */
public sealed interface Order {

    /**
     * By a number, which only means something among those of one job.
     *
     * @param number such as a build's
     * @param job who counts; empty where the caller does
     */
    record Number(BigInteger number, String job) implements Order {
        @Override
        public String toString() {
            return number + (job.isEmpty() ? "" : " of " + job);
        }
    }

    /**
     * By semantic version.
     *
     * @param version the version
     */
    record Version(SemanticVersion version) implements Order {
        @Override
        public String toString() {
            return version.toString();
        }
    }

    /**
     * By ancestry: older is what the other builds on.
     *
     * @param commit Git's id of it
     */
    record Commit(String commit) implements Order {
        @Override
        public String toString() {
            return "commit " + commit;
        }
    }

    /** The order of a build. */
    static Order build(long number, String job) {
        return new Number(BigInteger.valueOf(number), job);
    }

    /**
     * Reads what {@code toString} wrote, a whole number or a semantic version; empty where it is none of them. Half a
     * version is none: as a number 1.10 is less than 1.9.
     */
    static Optional<Order> parse(String text) {
        Matcher number = Pattern.compile("(-?\\d{1,30})(?: of (\\S.*))?").matcher(text);
        if (number.matches()) {
            return Optional.of(
                    new Number(new BigInteger(number.group(1)), number.group(2) == null ? "" : number.group(2)));
        }
        Matcher commit = Pattern.compile("commit ([0-9a-f]{40}|[0-9a-f]{64})").matcher(text);
        if (commit.matches()) {
            return Optional.of(new Commit(commit.group(1)));
        }
        return SemanticVersion.parse(text).map(Version::new);
    }

    /** How this stands to another; empty where the two cannot be compared by themselves. */
    default OptionalInt compareWith(Order other) {
        if (this instanceof Number mine && other instanceof Number theirs) {
            return mine.job().equals(theirs.job())
                    ? OptionalInt.of(mine.number().compareTo(theirs.number()))
                    : OptionalInt.empty();
        }
        if (this instanceof Version mine && other instanceof Version theirs) {
            return OptionalInt.of(mine.version().compareTo(theirs.version()));
        }
        return equals(other) ? OptionalInt.of(0) : OptionalInt.empty();
    }
}
