package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.process.WorkFolder;
import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Kustomize, through its executable: the folders it needs are written into a temporary one, without symbolic links, and
 * built there with a deadline, a limit on the output, and no network: addresses are refused beforehand, and the program
 * runs where there is none, or at least finds neither git nor a proxy.
 */
final class KustomizeRenderer implements KeyedRenderer {
    private static final long INPUT_LIMIT = 64L << 20;

    private final Optional<KustomizeCommand> command;
    private final Duration deadline;

    KustomizeRenderer(Optional<KustomizeCommand> command, Duration deadline) {
        this.command = command;
        this.deadline = deadline;
    }

    @Override
    public String key(TreeReader tree, String path) throws RenderException {
        StringJoiner ids = new StringJoiner(" ");
        for (Folder folder : Kustomization.folders(new Folder(tree, path))) {
            ids.add(folder.path()).add(folder.id());
        }
        return ids.toString();
    }

    @Override
    public List<Resource> render(TreeReader tree, String path) throws RenderException {
        Folder folder = new Folder(tree, path);
        String file = folder.kustomization().orElse(folder.child("kustomization.yaml"));
        KustomizeCommand kustomize = command.orElseThrow(() -> new RenderException(
                file + " needs Kustomize: put kustomize or kubectl on the PATH, or configure where it is"));
        List<Folder> folders = Kustomization.folders(folder);
        try (WorkFolder work = WorkFolder.create("gitops-render-")) {
            Path root = Files.createDirectory(work.path().resolve("tree"));
            write(folders, root);
            byte[] output = new OfflineProcess(work.path(), deadline, NetworkNamespace.ofThisMachine())
                    .run("Kustomize at " + file, root, kustomize.build(root.resolve(path)));
            return Manifests.read("the output for " + file, output).stream()
                    .map(resource -> new Resource(resource.content(), file))
                    .toList();
        } catch (RenderException e) {
            throw e;
        } catch (YamlProblem e) {
            throw new RenderException(e.getMessage(), e);
        } catch (IOException e) {
            throw new RenderException("Could not render " + file + ": " + e.getMessage(), e);
        }
    }

    private static void write(List<Folder> folders, Path root) throws IOException {
        Map<String, Folder> files = new TreeMap<>();
        for (Folder folder : folders) {
            for (TreeEntry entry : folder.files()) {
                if (entry.type() == TreeEntry.Type.FILE || entry.type() == TreeEntry.Type.EXECUTABLE) {
                    files.put(entry.path(), folder);
                }
            }
        }
        long left = INPUT_LIMIT;
        for (Map.Entry<String, Folder> file : files.entrySet()) {
            Path target = root.resolve(file.getKey()).normalize();
            if (!target.startsWith(root)) {
                throw new RenderException(file.getKey() + " leads out of the repository");
            }
            byte[] content = file.getValue().read(file.getKey());
            left -= content.length;
            if (left < 0) {
                throw new RenderException("What " + folders.get(0).name() + " is built from is over "
                        + (INPUT_LIMIT >> 20) + " MB; keep other files out of its folders");
            }
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.write(target, content);
        }
    }
}
