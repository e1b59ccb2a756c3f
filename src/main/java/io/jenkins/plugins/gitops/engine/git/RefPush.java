package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;

/**
 * A compare-and-swap on one ref: the server told where it stands, and moves it only if it still stands there. Asks the
 * server twice, once when opened and once to push.
 */
public final class RefPush implements AutoCloseable {
    private final MirrorStore store;
    private final MirrorRepository mirror;
    private final PushView view;
    private final Link link;
    private final PushConnection connection;
    private final String name;

    @CheckForNull
    private final ObjectId tip;

    private RefPush(
            MirrorStore store,
            MirrorRepository mirror,
            PushView view,
            Link link,
            PushConnection connection,
            String name) {
        this.store = store;
        this.mirror = mirror;
        this.view = view;
        this.link = link;
        this.connection = connection;
        this.name = name;
        Ref ref = connection.getRef(name);
        this.tip = ref == null ? null : ref.getObjectId();
    }

    static RefPush open(MirrorStore store, RepositoryAccess access, @CheckForNull SshdSessionFactory ssh, String name)
            throws GitException {
        MirrorRepository mirror = store.repository();
        PushView view = new PushView(mirror);
        Link link = Link.open(access, ssh, view);
        try {
            return new RefPush(store, mirror, view, link, link.transport().openPush(), name);
        } catch (IOException | RuntimeException e) {
            link.close();
            throw link.failure(e);
        }
    }

    /** The commit the ref stands at; empty where the server has no such ref. */
    public Optional<String> tip() {
        return Optional.ofNullable(tip).map(ObjectId::name);
    }

    /** Whether the mirror was made again since: what was written for this push is gone, and worth writing again. */
    public boolean isStale() {
        return store.repository() != mirror;
    }

    /**
     * Moves the ref from its tip to a commit of the mirror. Can be called once.
     *
     * @throws GitException where the mirror itself fails, before anything was sent
     */
    public PushOutcome push(String commit) throws GitException {
        return push(commit, id -> view.narrow(tip, id));
    }

    /**
     * Makes the ref, or moves it from its tip, to a commit of the mirror that was made on another than its tip. Can be
     * called once.
     *
     * @param parent what it was made on, which the server has
     * @throws GitException where the mirror itself fails, before anything was sent
     */
    public PushOutcome push(String commit, String parent) throws GitException {
        return push(commit, id -> view.narrow(connection.getRefs(), ObjectId.fromString(parent), id));
    }

    private interface Narrowing {
        void to(ObjectId commit) throws IOException;
    }

    private PushOutcome push(String commit, Narrowing narrowing) throws GitException {
        ObjectId id = ObjectId.fromString(commit);
        RemoteRefUpdate update;
        try {
            narrowing.to(id);
            ObjectId expected = tip == null ? ObjectId.zeroId() : tip;
            update = new RemoteRefUpdate(view, null, id, name, true, null, expected);
        } catch (IOException e) {
            throw new GitException(GitException.Reason.STORAGE, "Cannot read " + commit + " in the mirror", e);
        }
        PushOutcome outcome = link.push(connection, update);
        if (outcome.state() == PushOutcome.State.ACCEPTED) {
            store.tip(name, id);
        }
        return outcome;
    }

    @Override
    public void close() {
        connection.close();
        link.close();
    }
}
