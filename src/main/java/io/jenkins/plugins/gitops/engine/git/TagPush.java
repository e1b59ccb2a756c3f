package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;

/**
 * A compare-and-swap on one tag: the server told where its tags stand, and makes or moves one only if it still stands
 * there. Asks the server twice, once when opened and once to push. Only the tag's own object is sent: the commit comes
 * from the server.
 */
public final class TagPush implements AutoCloseable {
    private final MirrorStore store;
    private final MirrorRepository mirror;
    private final PushView view;
    private final Link link;
    private final PushConnection connection;

    private TagPush(MirrorStore store, MirrorRepository mirror, PushView view, Link link, PushConnection connection) {
        this.store = store;
        this.mirror = mirror;
        this.view = view;
        this.link = link;
        this.connection = connection;
    }

    static TagPush open(MirrorStore store, RepositoryAccess access, @CheckForNull SshdSessionFactory ssh)
            throws GitException {
        MirrorRepository mirror = store.repository();
        PushView view = new PushView(mirror);
        Link link = Link.open(access, ssh, view);
        try {
            return new TagPush(store, mirror, view, link, link.transport().openPush());
        } catch (IOException | RuntimeException e) {
            link.close();
            throw link.failure(e);
        }
    }

    /** The ids that the tags hold whose names start so, by name without {@code refs/tags/}: not yet those of commits. */
    public SortedMap<String, String> tags(String prefix) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (Ref ref : connection.getRefs()) {
            if (ref.getName().startsWith(Constants.R_TAGS + prefix) && ref.getObjectId() != null) {
                tags.put(
                        ref.getName().substring(Constants.R_TAGS.length()),
                        ref.getObjectId().name());
            }
        }
        return tags;
    }

    /** The id that a tag holds; empty where the server has none of that name. */
    public Optional<String> tag(String name) {
        return Optional.ofNullable(connection.getRef(Constants.R_TAGS + name))
                .map(Ref::getObjectId)
                .map(ObjectId::name);
    }

    /** Whether the mirror was made again since: what was written for this push is gone, and worth writing again. */
    public boolean isStale() {
        return store.repository() != mirror;
    }

    /**
     * Makes the tag, or moves it from where it stood. Can be called once.
     *
     * @param name without {@code refs/tags/}
     * @param tag the id of the tag's own object, in the mirror
     * @param commit the commit it is for
     */
    public PushOutcome push(String name, String tag, String commit) throws GitException {
        ObjectId id = ObjectId.fromString(tag);
        ObjectId expected = tag(name).map(ObjectId::fromString).orElse(ObjectId.zeroId());
        String ref = Constants.R_TAGS + name;
        RemoteRefUpdate update;
        try {
            view.lead(connection.getRefs(), ObjectId.fromString(commit));
            update = new RemoteRefUpdate(view, null, id, ref, true, null, expected);
        } catch (IOException e) {
            throw new GitException(GitException.Reason.STORAGE, "Cannot read " + tag + " in the mirror", e);
        }
        PushOutcome outcome = link.push(connection, update);
        if (outcome.state() == PushOutcome.State.ACCEPTED) {
            store.tip(ref, id);
        }
        return outcome;
    }

    @Override
    public void close() {
        connection.close();
        link.close();
    }
}
