package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Manifests on disk. */
final class ManifestFiles {

    private ManifestFiles() {}

    /** The objects of a file, or of every YAML and JSON file of a folder in the order of their names. */
    static List<Resource> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new BadInput(path + " does not exist; expected a file or folder of manifests");
        }
        List<Resource> resources = new ArrayList<>();
        for (Path file : files(path)) {
            resources.addAll(Manifests.read(file.toString(), Files.readAllBytes(file)));
        }
        return resources;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            return below.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
                    .sorted()
                    .toList();
        }
    }
}
