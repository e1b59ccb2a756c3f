package io.jenkins.plugins.gitops.engine.delivery;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a controller must be reading from for its word to be about an environment.
 *
 * @param repository the repository's URL, in any of the ways that name it
 * @param path the folder of manifests, empty for the root
 * @param ref the branch or tag; empty where any may be meant: the default branch, or tags by version
 * @param namespace the environment's namespace
 */
public record ControllerSource(String repository, String path, Optional<String> ref, String namespace) {
    private static final Pattern URL = Pattern.compile("[a-z][a-z0-9+.-]*://(?:[^@/]*@)?([^/:]*)(?::\\d*)?(/.*)?");
    private static final Pattern SCP = Pattern.compile("(?:[^@/:]*@)?([^/:]+):(.*)");

    /** Whether a URL names the repository; scheme, user, port, case and {@code .git} make no difference. */
    boolean isRepository(String url) {
        return !url.isBlank() && address(url).equals(address(repository));
    }

    boolean isPath(String other) {
        return folder(other).equals(folder(path));
    }

    /** Whether a branch or tag, by its short or full name, is the environment's; {@code HEAD} is the default branch. */
    boolean isRef(String other) {
        if (ref.isEmpty()) {
            return true;
        }
        String name = ref.get();
        return other.equals(name) || other.equals("refs/heads/" + name) || other.equals("refs/tags/" + name);
    }

    /** Whether objects that name no namespace go where the environment is; one that says nothing may. */
    boolean isNamespace(String other) {
        return other.isEmpty() || other.equals(namespace);
    }

    @Override
    public String toString() {
        return address(repository)
                + (path.isEmpty() ? "" : "//" + folder(path))
                + ref.map(name -> " at " + name).orElse("");
    }

    private static String address(String url) {
        String lower = url.strip().toLowerCase(Locale.ROOT);
        Matcher full = URL.matcher(lower);
        Matcher scp = SCP.matcher(lower);
        String address = lower;
        if (full.matches()) {
            address = full.group(1) + "/" + (full.group(2) == null ? "" : full.group(2));
        } else if (scp.matches()) {
            address = scp.group(1) + "/" + scp.group(2);
        }
        address = address.replaceAll("/{2,}", "/").replaceAll("/$", "");
        return address.endsWith(".git") ? address.substring(0, address.length() - ".git".length()) : address;
    }

    private static String folder(String path) {
        String folder = path.strip().replaceAll("/{2,}", "/");
        while (folder.startsWith("./") || folder.startsWith("/")) {
            folder = folder.substring(folder.indexOf('/') + 1);
        }
        return folder.equals(".") ? "" : folder.replaceAll("(/\\.?)$", "");
    }
}
