package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.util.FormValidation;
import io.jenkins.plugins.gitops.engine.alert.AlertFormat;
import io.jenkins.plugins.gitops.engine.application.Durations;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.forge.ForgeServer;
import io.jenkins.plugins.gitops.engine.gate.GateCommands;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** What the fields of a definition must be. Each check returns a sentence, or nothing where the value is good. */
final class Checks {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern FILE =
            Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\\.jsonl");
    private static final Pattern SCP = Pattern.compile("[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\\\\:]+");
    private static final Set<String> GIT_SCHEMES = Set.of("https", "http", "ssh");
    private static final Set<String> SERVER_SCHEMES = Set.of("https", "http");

    private Checks() {}

    static String name(@CheckForNull String value) {
        return value != null && NAME.matcher(value).matches() ? "" : Messages.Checks_name();
    }

    /** The URL of a repository: never one of the controller's own files, never with a password in it. */
    static String repository(@CheckForNull String value) {
        if (value == null || value.isBlank()) {
            return Messages.Checks_repository();
        }
        if (SCP.matcher(value).matches()) {
            return "";
        }
        return url(value, GIT_SCHEMES, Messages.Checks_repository());
    }

    /** The branch of a repository, empty for its default branch. */
    static String branch(@CheckForNull String value) {
        return value == null || value.isBlank() || Target.isBranch(value.strip()) ? "" : Messages.Checks_branch();
    }

    /** The URL of an API server, empty where a kubeconfig names it. */
    static String server(@CheckForNull String value) {
        return value == null || value.isBlank() ? "" : url(value, SERVER_SCHEMES, Messages.Checks_server());
    }

    /** A file below {@code JENKINS_HOME}, empty for none. Its ending is one that no file of Jenkins's own has. */
    static String fileBelowHome(@CheckForNull String value) {
        if (value == null || value.isBlank()) {
            return "";
        }
        return FILE.matcher(value.strip()).matches() ? "" : Messages.Checks_fileBelowHome();
    }

    /** A program of the controller, by its absolute path. */
    static String program(@CheckForNull String value) {
        try {
            boolean absolute = value != null && Path.of(value.strip()).isAbsolute();
            return absolute ? "" : Messages.Checks_program();
        } catch (InvalidPathException noPath) {
            return Messages.Checks_program();
        }
    }

    /** How long a command of a gate may take. */
    static String gateTimeout(String value) {
        try {
            Duration timeout = Durations.parse(value);
            boolean bounded = !timeout.isZero() && timeout.compareTo(GateCommands.LONGEST) <= 0;
            return bounded ? "" : Messages.Checks_gateTimeout();
        } catch (IllegalArgumentException noDuration) {
            return Messages.Checks_gateTimeout();
        }
    }

    /** The kind and API of a Git host: both, or neither where the repository's URL tells. */
    static String forge(String kind, String api) {
        if (kind.isBlank() && api.isBlank()) {
            return "";
        }
        try {
            ForgeServer.of(kind, api);
            return "";
        } catch (IllegalArgumentException wrong) {
            return wrong.getMessage();
        }
    }

    /** What a webhook that is told of drift takes. */
    static String alertKind(String value) {
        return AlertFormat.of(value).isPresent() ? "" : Messages.Checks_alertKind();
    }

    /** The credential that is such a webhook's URL. */
    static String alertUrl(@CheckForNull String credentialsId) {
        return credentialsId == null || credentialsId.isBlank() ? Messages.Checks_alertUrl() : "";
    }

    static FormValidation allowedFolders(@CheckForNull String value) {
        return Lines.of(value).isEmpty() ? FormValidation.warning(Messages.Checks_noFolders()) : FormValidation.ok();
    }

    static FormValidation shown(String problem) {
        return problem.isEmpty() ? FormValidation.ok() : FormValidation.error(problem);
    }

    private static String url(String value, Set<String> schemes, String expectation) {
        try {
            URI uri = new URI(value.strip());
            if (uri.getScheme() == null || !schemes.contains(uri.getScheme()) || uri.getHost() == null) {
                return expectation;
            }
            boolean password = uri.getUserInfo() != null
                    && (uri.getUserInfo().contains(":") || !uri.getScheme().equals("ssh"));
            return password ? Messages.Checks_userInUrl() : "";
        } catch (URISyntaxException notAUrl) {
            return expectation;
        }
    }
}
