package io.jenkins.plugins.gitops.engine.version;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version (semver.org 2.0.0), with or without a leading {@code v}. Ordered as that says: a pre-release comes
 * before its release, and build metadata counts for nothing, so two that compare as the same need not be equal.
 *
 * @param major the first number
 * @param minor the second
 * @param patch the third
 * @param preRelease the identifiers behind the hyphen, none for a release
 * @param build what stands behind the plus sign, empty where there is none
 */
public record SemanticVersion(
        BigInteger major, BigInteger minor, BigInteger patch, List<String> preRelease, String build)
        implements Comparable<SemanticVersion> {
    private static final Pattern PATTERN = Pattern.compile("v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
            + "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
            + "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int LONGEST = 256;

    public SemanticVersion {
        preRelease = List.copyOf(preRelease);
    }

    /** Reads one; empty where the text is none. */
    public static Optional<SemanticVersion> parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SemanticVersion(
                new BigInteger(matcher.group(1)),
                new BigInteger(matcher.group(2)),
                new BigInteger(matcher.group(3)),
                matcher.group(4) == null ? List.of() : List.of(matcher.group(4).split("\\.")),
                matcher.group(5) == null ? "" : matcher.group(5)));
    }

    public boolean isRelease() {
        return preRelease.isEmpty();
    }

    /** The next major version: nothing of the others is left. */
    public SemanticVersion nextMajor() {
        return new SemanticVersion(major.add(BigInteger.ONE), BigInteger.ZERO, BigInteger.ZERO, List.of(), "");
    }

    public SemanticVersion nextMinor() {
        return new SemanticVersion(major, minor.add(BigInteger.ONE), BigInteger.ZERO, List.of(), "");
    }

    /** The next patch; of a pre-release its release. */
    public SemanticVersion nextPatch() {
        BigInteger next = isRelease() ? patch.add(BigInteger.ONE) : patch;
        return new SemanticVersion(major, minor, next, List.of(), "");
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int byNumbers = major.compareTo(other.major);
        byNumbers = byNumbers != 0 ? byNumbers : minor.compareTo(other.minor);
        byNumbers = byNumbers != 0 ? byNumbers : patch.compareTo(other.patch);
        if (byNumbers != 0) {
            return byNumbers;
        }
        if (isRelease() || other.isRelease()) {
            return Boolean.compare(isRelease(), other.isRelease());
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            int byIdentifier = compare(preRelease.get(i), other.preRelease.get(i));
            if (byIdentifier != 0) {
                return byIdentifier;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compare(String first, String second) {
        boolean firstNumber = NUMBER.matcher(first).matches();
        boolean secondNumber = NUMBER.matcher(second).matches();
        if (firstNumber && secondNumber) {
            return new BigInteger(first).compareTo(new BigInteger(second));
        }
        return firstNumber == secondNumber ? first.compareTo(second) : firstNumber ? -1 : 1;
    }

    /** Without a leading {@code v}. */
    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (preRelease.isEmpty() ? "" : "-" + String.join(".", preRelease))
                + (build.isEmpty() ? "" : "+" + build);
    }
}
