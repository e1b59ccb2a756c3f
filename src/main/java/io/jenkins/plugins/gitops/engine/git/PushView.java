package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.attributes.AttributesNodeProvider;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
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
 */
final class PushView extends Repository {
    private final MirrorRepository mirror;
    private final Objects objects = new Objects();

    @CheckForNull
    private ObjectId tip;

    private Set<ObjectId> unchanged = Set.of();

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
        Set<ObjectId> same = new HashSet<>();
        try (RevWalk commits = new RevWalk(mirror);
                TreeWalk walk = new TreeWalk(commits.getObjectReader())) {
            walk.addTree(commits.parseCommit(from).getTree());
            walk.addTree(commits.parseCommit(to).getTree());
            while (walk.next()) {
                boolean folders = FileMode.TREE.equals(walk.getRawMode(0)) && FileMode.TREE.equals(walk.getRawMode(1));
                if (folders && walk.idEqual(0, 1)) {
                    same.add(walk.getObjectId(0));
                } else if (folders) {
                    walk.enterSubtree();
                }
            }
        }
        unchanged = same;
    }

    private final class Objects extends ObjectDatabase {
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

    private final class Reader extends ObjectReader.Filter {
        private final ObjectReader all;

        Reader(ObjectReader all) {
            this.all = all;
        }

        @Override
        protected ObjectReader delegate() {
            return all;
        }

        @Override
        public ObjectReader newReader() {
            return new Reader(all.newReader());
        }

        @Override
        public ObjectLoader open(AnyObjectId id) throws IOException {
            return open(id, OBJ_ANY);
        }

        @Override
        public ObjectLoader open(AnyObjectId id, int typeHint) throws IOException {
            return unchanged.contains(id.toObjectId())
                    ? new ObjectLoader.SmallObject(Constants.OBJ_TREE, new byte[0])
                    : all.open(id, typeHint);
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
