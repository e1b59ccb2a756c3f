package io.jenkins.plugins.gitops.engine.git;

import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All mirrors of a process: one bare repository per URL in a folder, which is a cache and may be deleted whenever no
 * process uses it. One instance is shared by everything; several processes may share the folder.
 */
public final class Mirrors implements AutoCloseable {
    private static final int NAME_LENGTH = 40;

    private final Path root;
    private final GitLimits limits;
    private final Map<GitUrl, MirrorStore> stores = new ConcurrentHashMap<>();

    /** Keeps the mirrors below a folder, which is made when the first is. */
    public Mirrors(Path root) {
        this(root, GitLimits.DEFAULT);
    }

    Mirrors(Path root, GitLimits limits) {
        this.root = root;
        this.limits = limits;
    }

    /**
     * The mirror of a repository. Asks the server nothing yet.
     *
     * @throws GitException where the folder or an ssh key cannot be read
     */
    public Mirror open(RepositoryAccess access) throws GitException {
        MirrorStore store = stores.get(access.url());
        if (store == null) {
            synchronized (stores) {
                store = stores.get(access.url());
                if (store == null) {
                    store = make(access.url());
                    stores.put(access.url(), store);
                }
            }
        }
        try {
            store.renewIfScattered(limits.pieces());
        } catch (IOException e) {
            throw store.storage(e);
        }
        boolean ssh = access.url().kind() == GitUrl.Kind.SSH;
        return new Mirror(store, access, limits, ssh ? SshSessions.open(access, root) : null);
    }

    private MirrorStore make(GitUrl url) throws GitException {
        Path folder = root.resolve(name(url));
        try {
            Files.createDirectories(root);
            return MirrorStore.open(folder);
        } catch (IOException e) {
            throw new GitException(
                    Reason.STORAGE, "Cannot keep a mirror in " + root + ": make it writable, with room to spare", e);
        }
    }

    private static String name(GitUrl url) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(url.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, NAME_LENGTH) + ".git";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java knows SHA-256", e);
        }
    }

    /** Closes the files. A mirror that is still used opens them again. */
    @Override
    public void close() {
        stores.values().forEach(MirrorStore::close);
        stores.clear();
    }
}
