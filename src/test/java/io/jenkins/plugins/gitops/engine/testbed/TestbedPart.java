package io.jenkins.plugins.gitops.engine.testbed;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code testbed/build PART} builds beside the control plane. */
public enum TestbedPart {
    /** Argo CD's servers and its command; Redis is the machine's own. */
    ARGOCD(List.of("argocd", "tied"), List.of("redis-server")),
    /** Flux's source-controller and kustomize-controller. */
    FLUX(List.of("source-controller", "kustomize-controller", "tied"), List.of());

    private final List<String> built;
    private final List<String> installed;

    TestbedPart(List<String> built, List<String> installed) {
        this.built = built;
        this.installed = installed;
    }

    /** What to do so that it is there; empty where it is. */
    public Optional<String> missing(TestbedBinaries binaries) {
        if (!built.stream()
                .allMatch(name -> Files.isExecutable(binaries.folder().resolve(name)))) {
            return Optional.of("build it with `testbed/build " + name().toLowerCase(Locale.ROOT) + "`");
        }
        return installed.stream()
                .filter(name -> !isOnPath(name))
                .findFirst()
                .map(name -> "install " + name + ", which is not on the PATH");
    }

    private static boolean isOnPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
