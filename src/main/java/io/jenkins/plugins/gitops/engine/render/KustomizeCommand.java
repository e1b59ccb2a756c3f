package io.jenkins.plugins.gitops.engine.render;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program that builds kustomizations.
 *
 * @param executable a {@code kustomize}, or a {@code kubectl}, which has one inside
 */
public record KustomizeCommand(Path executable) {

    /** The first {@code kustomize}, or else {@code kubectl}, on a search path as of the variable PATH. */
    public static Optional<KustomizeCommand> onPath(String searchPath) {
        return Stream.of("kustomize", "kubectl")
                .flatMap(name -> Stream.of(searchPath.split(File.pathSeparator)).flatMap(folder -> file(folder, name)))
                .map(KustomizeCommand::new)
                .findFirst();
    }

    private static Stream<Path> file(String folder, String name) {
        try {
            Path file = Path.of(folder, name);
            return file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)
                    ? Stream.of(file)
                    : Stream.empty();
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    List<String> build(Path folder) {
        String verb = String.valueOf(executable.getFileName()).startsWith("kubectl") ? "kustomize" : "build";
        return List.of(executable.toString(), verb, folder.toString());
    }
}
