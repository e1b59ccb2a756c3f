package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a repository is: https or ssh, and, only where the caller allows it, plain http or a folder of this machine. A
 * URL never holds a secret: one with a password is refused, and {@link #toString()} shows no user but that of ssh.
 */
public final class GitUrl {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);
    private static final Pattern SCP = Pattern.compile("(?:([^@/:\\s]+)@)?([A-Za-z0-9][A-Za-z0-9.-]+):(?!//)(\\S+)");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#]*@");

    /** How a repository is reached. */
    enum Kind {
        HTTP,
        SSH,
        LOCAL
    }

    /** What a caller may allow beside https and ssh. */
    public enum Allowed {
        /** Plain http, for a server on this machine or behind a trusted network. */
        HTTP,
        /** A path or {@code file:} URL: the command's own choice, never to be given by a job. */
        LOCAL
    }

    private final Kind kind;
    private final String address;

    @CheckForNull
    private final String user;

    private GitUrl(Kind kind, String address, @CheckForNull String user) {
        this.kind = kind;
        this.address = address;
        this.user = user;
    }

    /**
     * Reads a URL as git understands it, {@code user@host:path} included.
     *
     * @throws IllegalArgumentException with a sentence, which never repeats a password, where this is no URL or one
     *     that is not allowed here
     */
    public static GitUrl of(String text, Allowed... allowed) {
        String url = text.strip();
        if (url.isEmpty()) {
            throw new IllegalArgumentException("A repository needs a URL, for example https://git.example.com/config");
        }
        if (url.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("A repository's URL holds no control characters");
        }
        Matcher scheme = SCHEME.matcher(url);
        if (scheme.matches()) {
            return ofScheme(scheme.group(1).toLowerCase(Locale.ROOT), url, List.of(allowed));
        }
        if (url.startsWith("file:")) {
            return local(URI.create(url).getPath(), url, List.of(allowed));
        }
        if (url.contains("::")) {
            throw refused(url);
        }
        Matcher scp = SCP.matcher(url);
        if (scp.matches()) {
            String path = scp.group(3);
            return new GitUrl(
                    Kind.SSH,
                    "ssh://" + scp.group(2).toLowerCase(Locale.ROOT) + (path.startsWith("/") ? "" : "/") + trim(path),
                    scp.group(1));
        }
        return local(url, url, List.of(allowed));
    }

    private static GitUrl ofScheme(String scheme, String url, List<Allowed> allowed) {
        return switch (scheme) {
            case "https" -> network(Kind.HTTP, url);
            case "http" -> {
                if (!allowed.contains(Allowed.HTTP)) {
                    throw new IllegalArgumentException(
                            "Plain http sends credentials in the open; use https instead of " + shown(url));
                }
                yield network(Kind.HTTP, url);
            }
            case "ssh", "git+ssh", "ssh+git" -> network(Kind.SSH, url.replaceFirst("^[^:]+", "ssh"));
            case "file" -> local(parse(url).getPath(), url, allowed);
            default -> throw refused(url);
        };
    }

    private static GitUrl network(Kind kind, String url) {
        URI uri = parse(url);
        String host = uri.getHost();
        if (host == null || host.startsWith("-") || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("Expected scheme://host/path of a repository, got " + shown(url));
        }
        String info = uri.getRawUserInfo();
        if (info != null && info.indexOf(':') >= 0) {
            throw new IllegalArgumentException("A URL must not hold a password: take it out of the URL of " + host
                    + " and give it as credentials");
        }
        int port = uri.getPort();
        boolean standard =
                port < 0 || port == ("http".equalsIgnoreCase(uri.getScheme()) ? 80 : kind == Kind.SSH ? 22 : 443);
        String address = uri.getScheme().toLowerCase(Locale.ROOT) + "://" + host.toLowerCase(Locale.ROOT)
                + (standard ? "" : ":" + port) + trim(uri.getRawPath());
        return new GitUrl(kind, address, kind == Kind.SSH ? info : null);
    }

    private static GitUrl local(@CheckForNull String path, String url, List<Allowed> allowed) {
        if (!allowed.contains(Allowed.LOCAL) || path == null) {
            throw refused(url);
        }
        try {
            return new GitUrl(
                    Kind.LOCAL, Path.of(path).toAbsolutePath().normalize().toString(), null);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("Neither a URL nor a path: " + shown(url), e);
        }
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // without the cause: its message repeats the whole text, a password included
            throw new IllegalArgumentException("Not a URL: " + shown(url));
        }
    }

    private static IllegalArgumentException refused(String url) {
        return new IllegalArgumentException(
                "Expected the https or ssh URL of a repository, got " + shown(url) + "; other ways are refused here");
    }

    private static String shown(String url) {
        return USER_INFO.matcher(url).replaceAll("");
    }

    private static String trim(@CheckForNull String path) {
        String trimmed = path == null ? "" : path;
        while (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed;
    }

    Kind kind() {
        return kind;
    }

    /** The address without a user, as a log or a page may show it. */
    String address() {
        return address;
    }

    /** Host and path alone: the same whichever way the repository is reached. */
    public String identity() {
        String bare = address.replaceFirst("^[a-z+]+://", "").replaceFirst("^([^/:]*):\\d+", "$1");
        return (bare.endsWith(".git") ? bare.substring(0, bare.length() - ".git".length()) : bare)
                .toLowerCase(Locale.ROOT);
    }

    @CheckForNull
    String user() {
        return user;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GitUrl && toString().equals(other.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The URL to show: without a password, and without a user but that of ssh. */
    @Override
    public String toString() {
        return user == null ? address : address.replaceFirst("://", "://" + Matcher.quoteReplacement(user) + "@");
    }
}
