package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.attributes.AttributesNodeProvider;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The mirror as one push needs to see it. To find what the server lacks, JGit walks every folder of the old tip, and
 * looks for every ref the server has; for one changed file in ten thousand that is most of a promotion's time. Here the
 * folders that are the same on both sides look empty, which changes nothing about what is new, and of the server's refs
 * only the one that is pushed to is known.
 *
 * <p>A tag is made of a commit that the server has, and the branch of a pull request is made on one, but no ref need
 * stand at it, and what its refs stand at may be unknown here. One of them is shown as leading right to that commit, or
 * JGit would send its whole history.
 */
final class PushView extends Repository {
    private static final ObjectLoader NO_FILES = new ObjectLoader.SmallObject(Constants.OBJ_TREE, new byte[0]);

    private final MirrorRepository mirror;
    private final Database objects = new Database();

    @CheckForNull
    private ObjectId tip;

    private Map<ObjectId, ObjectLoader> instead = Map.of();

    PushView(MirrorRepository mirror) {
        super(new FileRepositoryBuilder().setGitDir(mirror.getDirectory()).setFS(mirror.getFS()));
        this.mirror = mirror;
    }

    /** Narrows the view to what leads from the tip to the commit. */
    void narrow(@CheckForNull ObjectId from, ObjectId to) throws IOException {
        tip = from;
        if (from == null) {
            return;
        }
        Map<ObjectId, ObjectLoader> same = new HashMap<>();
        Set<ObjectId> opened = new HashSet<>();
        try (RevWalk commits = new RevWalk(mirror);
                TreeWalk walk = new TreeWalk(commits.getObjectReader())) {
            walk.addTree(commits.parseCommit(from).getTree());
            walk.addTree(commits.parseCommit(to).getTree());
            while (walk.next()) {
                boolean folders = FileMode.TREE.equals(walk.getRawMode(0)) && FileMode.TREE.equals(walk.getRawMode(1));
                if (folders && walk.idEqual(0, 1)) {
                    same.put(walk.getObjectId(0), NO_FILES);
                } else if (folders) {
                    opened.add(walk.getObjectId(0));
                    walk.enterSubtree();
                }
            }
        }
        // a folder that changed may stand elsewhere too, unchanged: what is in it must be seen
        same.keySet().removeAll(opened);
        instead = same;
    }

    /**
     * Narrows the view to what leads from one commit that the server has to another that it lacks, wherever the ref
     * stands that is pushed to.
     *
     * @param refs what the server's refs stand at
     */
    void narrow(Collection<Ref> refs, ObjectId from, ObjectId to) throws IOException {
        narrow(from, to);
        sign(refs, from);
    }

    /**
     * Narrows the view to what is behind a commit that the server has.
     *
     * @param refs what the server's refs stand at
     */
    void lead(Collection<Ref> refs, ObjectId commit) throws IOException {
        try (RevWalk commits = new RevWalk(mirror)) {
            instead = new HashMap<>(Map.of(commits.parseCommit(commit).getTree().copy(), NO_FILES));
        }
        sign(refs, commit);
    }

    private void sign(Collection<Ref> refs, ObjectId commit) throws IOException {
        Optional<ObjectId> sign = refs.stream()
                .map(Ref::getObjectId)
                .filter(Objects::nonNull)
                .min((one, other) -> Boolean.compare(other.equals(commit), one.equals(commit)));
        if (sign.isEmpty()) {
            return;
        }
        tip = sign.get();
        try (RevWalk commits = new RevWalk(mirror)) {
            // without parents: the ref that leads to it may stand at one of them
            String text = "tree " + commits.parseCommit(commit).getTree().name() + "\n\n";
            instead.put(
                    commit,
                    new ObjectLoader.SmallObject(Constants.OBJ_COMMIT, text.getBytes(StandardCharsets.US_ASCII)));
        }
        if (!tip.equals(commit)) {
            String text = "object " + commit.name() + "\ntype commit\ntag sign\n\n";
            instead.put(tip, new ObjectLoader.SmallObject(Constants.OBJ_TAG, text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private final class Database extends ObjectDatabase {
        @Override
        public boolean has(AnyObjectId id) {
            return id.equals(tip);
        }

        @Override
        public ObjectInserter newInserter() {
            return mirror.newObjectInserter();
        }

        @Override
        public ObjectReader newReader() {
            return new Reader(mirror.newObjectReader());
        }

        @Override
        public long getApproximateObjectCount() {
            return mirror.getObjectDatabase().getApproximateObjectCount();
        }

        @Override
        public void close() {
            // the mirror stays open
        }
    }

    /** No {@link ObjectReader.Filter}: that opens several objects past {@link #open}. */
    private final class Reader extends ObjectReader {
        private final ObjectReader all;

        Reader(ObjectReader all) {
            this.all = all;
        }

        @Override
        public ObjectReader newReader() {
            return new Reader(all.newReader());
        }

        @Override
        public Collection<ObjectId> resolve(AbbreviatedObjectId id) throws IOException {
            return all.resolve(id);
        }

        @Override
        public boolean has(AnyObjectId id, int typeHint) throws IOException {
            return all.has(id, typeHint);
        }

        @Override
        public ObjectLoader open(AnyObjectId id, int typeHint) throws IOException {
            ObjectLoader shown = instead.get(id.toObjectId());
            return shown != null ? shown : all.open(id, typeHint);
        }

        @Override
        public long getObjectSize(AnyObjectId id, int typeHint) throws IOException {
            return all.getObjectSize(id, typeHint);
        }

        @Override
        public Set<ObjectId> getShallowCommits() throws IOException {
            return all.getShallowCommits();
        }

        @Override
        public void close() {
            all.close();
        }
    }

    @Override
    public ObjectDatabase getObjectDatabase() {
        return objects;
    }

    @Override
    public RefDatabase getRefDatabase() {
        return mirror.getRefDatabase();
    }

    @Override
    public StoredConfig getConfig() {
        return mirror.getConfig();
    }

    @Override
    public String getIdentifier() {
        return mirror.getIdentifier();
    }

    @Override
    public AttributesNodeProvider createAttributesNodeProvider() {
        return mirror.createAttributesNodeProvider();
    }

    @Override
    public void create(boolean bare) {
        throw new UnsupportedOperationException("A view");
    }

    @Override
    public void scanForRepoChanges() {
        // nobody listens
    }

    @Override
    public void notifyIndexChanged(boolean internal) {
        // there is no index
    }

    @Override
    protected void doClose() {
        // the mirror stays open
    }
}
