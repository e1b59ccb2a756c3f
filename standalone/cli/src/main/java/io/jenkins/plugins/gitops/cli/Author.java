package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.git.Person;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;

/**
 * Who commits: as git itself would, {@code GIT_AUTHOR_NAME} and {@code GIT_AUTHOR_EMAIL}, then the user's own
 * {@code .gitconfig}, then the user who is logged in.
 */
record Author(Map<String, String> environment) {

    Person person() {
        FileBasedConfig config =
                new FileBasedConfig(new File(System.getProperty("user.home"), ".gitconfig"), FS.DETECTED);
        try {
            config.load();
        } catch (IOException | ConfigInvalidException e) {
            // git would not take a name from it either
            config.clear();
        }
        String user = System.getProperty("user.name");
        return new Person(
                choose("GIT_AUTHOR_NAME", config.getString("user", null, "name"), user),
                choose("GIT_AUTHOR_EMAIL", config.getString("user", null, "email"), user + "@localhost"));
    }

    private String choose(String variable, String configured, String otherwise) {
        String given = environment.get(variable);
        if (given != null && !given.isBlank()) {
            return given;
        }
        return configured != null && !configured.isBlank() ? configured : otherwise;
    }
}
