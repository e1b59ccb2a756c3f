package io.jenkins.plugins.gitops.engine.git;

import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;

/** Which paths inside a repository are looked at: relative, without {@code .}, {@code ..} or any spelling of .git. */
final class RepositoryPath {
    private static final int LONGEST = 4096;

    private RepositoryPath() {}

    /** The path itself; the empty one is the root. */
    static String check(String path) throws GitException {
        if (path.isEmpty()) {
            return path;
        }
        if (path.startsWith("/")) {
            throw refused(path, "is absolute; paths start at the root of the repository");
        }
        if (path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0) {
            throw refused(path, "holds a backslash or a zero byte; segments are separated by /");
        }
        checkLength(path);
        for (String segment : path.split("/", -1)) {
            checkName(segment, path);
        }
        return path;
    }

    static void checkLength(String path) throws GitException {
        if (path.length() > LONGEST) {
            throw new GitException(
                    GitException.Reason.REFUSED, "A path of more than " + LONGEST + " characters is refused");
        }
    }

    /** One name, as a tree of whatever origin holds it. */
    static void checkName(String name, String path) throws GitException {
        if (name.equals("..") || name.equals(".")) {
            throw refused(path, "has a segment \"" + name + "\"; paths do not climb");
        }
        // NTFS reads .git::$INDEX_ALLOCATION as .git
        int stream = name.indexOf(':');
        try {
            checkSegment(name);
            if (stream > 0) {
                checkSegment(name.substring(0, stream));
            }
        } catch (CorruptObjectException e) {
            throw refused(path, name.isEmpty() ? "has an empty segment" : "has a segment that Git keeps for itself");
        }
    }

    private static void checkSegment(String name) throws CorruptObjectException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        new ObjectChecker().setSafeForMacOS(true).checkPathSegment(bytes, 0, bytes.length);
    }

    private static GitException refused(String path, String why) {
        return new GitException(GitException.Reason.REFUSED, "The path \"" + printable(path) + "\" " + why);
    }

    static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }
}
