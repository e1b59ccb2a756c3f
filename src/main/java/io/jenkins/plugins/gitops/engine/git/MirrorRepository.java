package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * The objects of a mirror. It has no refs, so that nothing is left locked after a crash, and so that JGit never takes an
 * object for present because a ref reaches it. It shows transports a configuration of its own: what the user or the
 * system configured for git (headers, proxies, certificates that are not checked) has no say here.
 */
final class MirrorRepository extends FileRepository {
    private final FileBasedConfig own;

    private MirrorRepository(Path folder) throws IOException {
        super(new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().setup());
        own = new FileBasedConfig(null, folder.resolve("config").toFile(), FS.DETECTED);
        own.setInt("core", null, "repositoryformatversion", 0);
        own.setBoolean("core", null, "bare", true);
    }

    /** Opens the folder, made new or completed where something is missing: every part of it can be made again. */
    static MirrorRepository open(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("objects/pack"));
        Files.createDirectories(folder.resolve("objects/info"));
        Files.createDirectories(folder.resolve("refs/heads"));
        Files.deleteIfExists(folder.resolve("config"));
        Path head = folder.resolve("HEAD");
        if (!Files.exists(head)) {
            Files.writeString(head, "ref: refs/heads/none\n");
        }
        return new MirrorRepository(folder);
    }

    @Override
    public FileBasedConfig getConfig() {
        // null while the superclass is being built
        return own == null ? super.getConfig() : own;
    }
}
