package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.desired.EnvironmentSource;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.render.KustomizeCommand;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "render",
        description = "Print the manifests of an environment, or of a folder.",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "gitops render --repository URL --application NAME --environment ENV",
            "gitops render --path DIR"
        })
final class RenderCommand implements Callable<Integer> {
    @ParentCommand
    private GitOps gitops;

    @Mixin
    private EnvironmentOptions options;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--revision",
            paramLabel = "REV",
            description = "A commit, branch or tag (default: what the environment stands at).")
    private String revision;

    @Option(names = "--path", paramLabel = "DIR", description = "A folder of manifests, or with a kustomization.")
    private Path path;

    @Override
    public Integer call() throws IOException {
        Output out = output.open();
        if ((path != null) == options.isGiven()) {
            throw new BadInput("Expected --path, or --repository, --application and --environment");
        }
        List<Resource> resources;
        try (Progress progress = out.progress("Rendering")) {
            resources = path != null ? renderFolder() : renderEnvironment();
        }
        print(resources, out);
        return ExitStatus.YES;
    }

    private List<Resource> renderEnvironment() throws IOException {
        try (Mirrors mirrors = options.mirrors(gitops.environment())) {
            EnvironmentSource source =
                    options.source(options.mirror(mirrors, gitops.environment()), gitops.environment(), List.of());
            return source.desired(revision == null ? source.tip() : source.commit(revision))
                    .resources();
        }
    }

    /** The folder in the work tree it belongs to, so that a kustomization finds its bases beside it. */
    private List<Resource> renderFolder() throws IOException {
        if (!Files.isDirectory(path)) {
            throw new BadInput(path + " is no folder");
        }
        Path folder = path.toRealPath();
        Path root = folder;
        for (Path above = folder; above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(".git"))) {
                root = above;
                break;
            }
        }
        String below = root.relativize(folder).toString().replace('\\', '/');
        return renderer(gitops.environment()).render(new FolderTree(root), below);
    }

    /** Renders with what this machine has. */
    static Renderer renderer(Map<String, String> environment) {
        return Renderers.with(KustomizeCommand.onPath(environment.getOrDefault("PATH", "")));
    }

    private static void print(List<Resource> resources, Output out) {
        if (out.isJson()) {
            Map<String, Object> list = new LinkedHashMap<>();
            list.put("apiVersion", "v1");
            list.put("kind", "List");
            list.put("items", resources.stream().map(Resource::content).toList());
            out.document(list);
        } else {
            resources.forEach(resource ->
                    out.say("---\n" + YamlWriter.write(resource.content()).stripTrailing()));
        }
    }
}
