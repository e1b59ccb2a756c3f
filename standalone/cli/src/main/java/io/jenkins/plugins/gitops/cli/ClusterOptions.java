package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.Kubeconfig;
import io.jenkins.plugins.gitops.engine.cluster.KubernetesCluster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Which cluster an environment's destination names. Never the kubeconfig's current context. */
final class ClusterOptions {
    @Option(
            names = "--cluster",
            paramLabel = "NAME=CONTEXT",
            description = "The kubeconfig context of a cluster that gitops.yaml names (default: the one of that name).")
    private Map<String, String> contexts = new LinkedHashMap<>();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The kubeconfig (default: KUBECONFIG, else ~/.kube/config).")
    private Path kubeconfig;

    /** The kubeconfig that was named. */
    Optional<Path> kubeconfig() {
        return Optional.ofNullable(kubeconfig);
    }

    /** The context of a cluster's name. */
    String context(String name) {
        return contexts.getOrDefault(name, name);
    }

    /**
     * Opens a cluster; it is asked nothing yet.
     *
     * @param name as {@code gitops.yaml} names it
     * @param environment the variables of the environment
     * @throws BadInput where no context matches, or it cannot be used
     */
    Cluster open(String name, Map<String, String> environment) {
        String context = context(name);
        List<Path> files = files(environment);
        Set<String> known = new TreeSet<>();
        try {
            for (Path file : files) {
                Kubeconfig config = Kubeconfig.read(file);
                if (config.contexts().contains(context)) {
                    return new KubernetesCluster(config.access(context), Clock.systemUTC());
                }
                known.addAll(config.contexts());
            }
        } catch (ClusterException e) {
            throw new BadInput(e.getMessage(), e);
        } catch (IOException e) {
            throw new BadInput("The kubeconfig cannot be read: " + e.getMessage(), e);
        }
        throw new BadInput("No context of the kubeconfig (" + join(files) + ") is named " + context
                + "; expected one of " + known + ", or --cluster " + name + "=CONTEXT");
    }

    private List<Path> files(Map<String, String> environment) {
        if (kubeconfig != null) {
            return List.of(existing(kubeconfig));
        }
        List<Path> files = new ArrayList<>();
        for (String file : environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator)) {
            if (!file.isBlank() && Files.exists(Path.of(file))) {
                files.add(Path.of(file));
            }
        }
        return files.isEmpty() ? List.of(existing(Path.of(System.getProperty("user.home"), ".kube", "config"))) : files;
    }

    private static Path existing(Path file) {
        if (!Files.exists(file)) {
            throw new BadInput("There is no kubeconfig " + file + "; name one with --kubeconfig or KUBECONFIG");
        }
        return file;
    }

    private static String join(List<Path> files) {
        return String.join(", ", files.stream().map(Path::toString).toList());
    }
}
