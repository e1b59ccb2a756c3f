package io.jenkins.plugins.gitops.engine.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that {@code testbed/build} filled.
 *
 * @param folder the folder, absolute
 */
public record TestbedBinaries(Path folder) {
    /** The system property that names the folder where it is not {@code testbed/bin}. */
    public static final String FOLDER_PROPERTY = "testbed.dir";

    /** What to do where the binaries are missing. */
    public static final String HOW_TO_BUILD = "build it with `testbed/build` (needs Go, five to seven minutes once)";

    /** The binaries named by {@value #FOLDER_PROPERTY}, or those in the nearest {@code testbed/bin} upwards from here. */
    public static Optional<TestbedBinaries> find() {
        String named = System.getProperty(FOLDER_PROPERTY, "");
        if (!named.isBlank()) {
            return complete(Path.of(named));
        }
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            Optional<TestbedBinaries> found = complete(here.resolve("testbed/bin"));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<TestbedBinaries> complete(Path folder) {
        TestbedBinaries binaries = new TestbedBinaries(folder.toAbsolutePath());
        boolean runnable = Files.isExecutable(binaries.controlPlane()) && Files.isExecutable(binaries.kubectl());
        return runnable && Files.isRegularFile(binaries.stages()) ? Optional.of(binaries) : Optional.empty();
    }

    /** The {@code kubectl} of the API server's own version. */
    public Path kubectl() {
        return folder.resolve("kubectl");
    }

    /** The {@code kustomize} executable. */
    public Path kustomize() {
        return folder.resolve("kustomize");
    }

    /** Argo CD's command, and its servers by other names, where {@code testbed/build argocd} built them. */
    public Path argocd() {
        return folder.resolve("argocd");
    }

    /** Runs a program, found on the PATH, that ends with its starter. */
    Path tied() {
        return folder.resolve("tied");
    }

    /** The definitions of Argo CD's kinds. */
    Path argocdDefinitions() {
        return folder.resolve("argocd-crds.yaml");
    }

    /** The definitions of the kinds of Flux. */
    Path fluxDefinitions() {
        return folder.resolve("flux-crds.yaml");
    }

    Path controlPlane() {
        return folder.resolve("controlplane");
    }

    /** How kwok's nodes and pods live and fail. */
    Path stages() {
        return folder.resolve("stages.yaml");
    }
}
