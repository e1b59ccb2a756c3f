package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.render.KustomizeCommand;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Resource;
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
    private OutputOption output;

    @Option(names = "--path", paramLabel = "DIR", description = "A folder of manifests, or with a kustomization.")
    private Path path;

    @Override
    public Integer call() throws IOException {
        Output out = output.open();
        if (path == null) {
            throw new BadInput("Expected --path");
        }
        List<Resource> resources;
        try (Progress progress = out.progress("Rendering")) {
            resources = renderFolder();
        }
        print(resources, out);
        return ExitStatus.YES;
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
            resources.forEach(
                    resource -> out.say("---\n" + Yaml.write(resource.content()).stripTrailing()));
        }
    }
}
