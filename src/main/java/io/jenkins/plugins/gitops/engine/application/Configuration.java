package io.jenkins.plugins.gitops.engine.application;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The applications that a repository's {@code gitops.yaml} files declare, consistent with each other. */
public final class Configuration {
    private final Map<String, Application> applications = new LinkedHashMap<>();

    Configuration(Collection<Application> applications) {
        applications.forEach(application -> this.applications.put(application.name(), application));
    }

    /** All of them, by file and in the order written. */
    public List<Application> applications() {
        return List.copyOf(applications.values());
    }

    /** The application of a name. */
    public Optional<Application> application(String name) {
        return Optional.ofNullable(applications.get(name));
    }

    /** An application and all that it brings along, each once, itself first; none where there is no such application. */
    public List<Application> withBrought(String name) {
        Set<String> names = new LinkedHashSet<>();
        collect(name, names);
        List<Application> brought = new ArrayList<>();
        names.forEach(each -> application(each).ifPresent(brought::add));
        return brought;
    }

    private void collect(String name, Set<String> names) {
        if (names.add(name)) {
            application(name)
                    .ifPresent(application -> application.applications().forEach(each -> collect(each, names)));
        }
    }
}
