package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * A repository, seen through its mirror on this machine. Refs are always asked of the server; commits and trees come
 * from the mirror, and what it lacks is fetched. Safe for several threads, and the folder for several processes.
 */
public final class Mirror {
    /** How often a push asks where a ref stands that moves all the time. */
    private static final int MOST_LOOKS = 3;

    private final MirrorStore store;
    private final RepositoryAccess access;
    private final GitLimits limits;

    @CheckForNull
    private final SshdSessionFactory ssh;

    private final Fetcher fetcher;

    Mirror(MirrorStore store, RepositoryAccess access, GitLimits limits, @CheckForNull SshdSessionFactory ssh) {
        this.store = store;
        this.access = access;
        this.limits = limits;
        this.ssh = ssh;
        this.fetcher = new Fetcher(store, access, ssh);
    }

    /** Something read from the objects of the mirror. */
    interface Reading<T> {
        T from(MirrorRepository repository) throws IOException;
    }

    /** Where the repository is. */
    public GitUrl url() {
        return access.url();
    }

    /** The repository and who asks it, equal where both are. Shows no secret. */
    public Identity identity() {
        return new Identity(access.url(), access.credentials());
    }

    /** A repository and who asks it. */
    public record Identity(GitUrl url, GitCredentials credentials) {}

    /**
     * The commit that a branch, a tag (annotated or not), HEAD, a full ref or a commit's id stands for, fetched where it
     * is new; empty where the server has no such thing.
     */
    public Optional<String> resolve(String refOrCommit) throws IOException {
        if (ObjectId.isId(refOrCommit)) {
            ObjectId id = ObjectId.fromString(refOrCommit);
            return has(id) ? Optional.of(id.name()) : Optional.empty();
        }
        List<String> names = refOrCommit.startsWith("refs/") || refOrCommit.equals(Constants.HEAD)
                ? List.of(refOrCommit)
                : List.of(Constants.R_HEADS + refOrCommit, Constants.R_TAGS + refOrCommit);
        Optional<Ref> ref = fetcher.ref(
                refs -> names.stream()
                        .map(refs::get)
                        .flatMap(Stream::ofNullable)
                        .findFirst(),
                names.toArray(new String[0]));
        if (ref.isEmpty() || ref.get().getObjectId() == null) {
            return Optional.empty();
        }
        return Optional.of(parse(ref.get().getObjectId()).name());
    }

    /**
     * Asks the server, once, where all refs stand whose names start so. Fetches nothing.
     *
     * @param prefixes full names or their beginnings, and HEAD
     */
    public RefSnapshot snapshot(Collection<String> prefixes) throws IOException {
        return new RefSnapshot(fetcher.refs(prefixes.toArray(new String[0])));
    }

    /** How often the server was asked for refs or objects through this mirror; an answer may take several requests. */
    public long asked() {
        return fetcher.asked();
    }

    private boolean has(ObjectId commit) throws IOException {
        if (store.has(commit)) {
            return true;
        }
        try {
            fetcher.commit(commit, commit.name());
        } catch (GitException e) {
            if (e.reason() == Reason.UNAUTHORIZED || e.reason() == Reason.STORAGE) {
                throw e;
            }
            // some servers give only what a ref names
            fetcher.news();
        }
        return store.has(commit);
    }

    /** The branch that HEAD names, without {@code refs/heads/}; empty for a repository without commits. */
    public Optional<String> defaultBranch() throws IOException {
        return fetcher.defaultBranch();
    }

    /** The same as it was when HEAD was asked for last; empty where nobody did. */
    public Optional<String> lastDefaultBranch() {
        return fetcher.lastDefaultBranch();
    }

    /** The commits of all branches whose names start so, by name without {@code refs/heads/}. Fetches nothing. */
    public Map<String, String> branches(String prefix) throws IOException {
        Map<String, String> branches = new TreeMap<>();
        String full = Constants.R_HEADS + prefix;
        for (Ref ref : fetcher.refs(full).values()) {
            if (ref.getName().startsWith(full) && ref.getObjectId() != null) {
                branches.put(
                        ref.getName().substring(Constants.R_HEADS.length()),
                        ref.getObjectId().name());
            }
        }
        return branches;
    }

    /**
     * The tree of a commit, or of what {@link #resolve} makes of a name.
     *
     * @throws GitException where there is no such thing
     */
    public TreeReader tree(String revision) throws IOException {
        return treeOf(required(revision));
    }

    private MirrorTree treeOf(ObjectId commit) throws IOException {
        return new MirrorTree(this, commit, parse(commit).getTree().copy(), limits);
    }

    /**
     * A commit by its id or by a name.
     *
     * @throws GitException where there is no such thing
     */
    public CommitInfo commit(String revision) throws IOException {
        return CommitInfo.of(parse(required(revision)));
    }

    /** Whether a commit is another or in its history. */
    public boolean isAncestor(String ancestor, String descendant) throws IOException {
        ObjectId from = ObjectId.fromString(ancestor);
        ObjectId to = required(descendant);
        if (!store.has(from)) {
            return false;
        }
        return reading(to, repository -> {
            try (RevWalk walk = new RevWalk(repository)) {
                return walk.isMergedInto(walk.parseCommit(from), walk.parseCommit(to));
            }
        });
    }

    /**
     * The commits in the history of one that are not in that of another, the newest first.
     *
     * @param from left out with its whole history; null, or unknown here, leaves out nothing
     * @param limit the most commits to return
     */
    public List<CommitInfo> log(@CheckForNull String from, String to, int limit) throws IOException {
        return log(from, to, Set.of(), limit);
    }

    /**
     * The same, of the commits that changed something in some folders, as {@code git log -- PATH} tells them.
     *
     * @param folders none: every commit
     */
    public List<CommitInfo> log(@CheckForNull String from, String to, Set<String> folders, int limit)
            throws IOException {
        ObjectId end = required(to);
        ObjectId start = from == null ? null : ObjectId.fromString(from);
        boolean bounded = start != null && store.has(start);
        return reading(end, repository -> {
            List<CommitInfo> log = new ArrayList<>();
            try (RevWalk walk = new RevWalk(repository)) {
                walk.sort(RevSort.TOPO);
                if (!folders.isEmpty()) {
                    walk.setTreeFilter(
                            AndTreeFilter.create(PathFilterGroup.createFromStrings(folders), TreeFilter.ANY_DIFF));
                }
                walk.markStart(walk.parseCommit(end));
                if (bounded) {
                    walk.markUninteresting(walk.parseCommit(start));
                }
                for (RevCommit next = walk.next(); next != null && log.size() < limit; next = walk.next()) {
                    log.add(CommitInfo.of(next));
                }
            }
            return log;
        });
    }

    /**
     * Passes over the same commits as {@link #log}, in the same order, but for those whose message does not hold a word.
     *
     * @param visitor told each; false ends it
     */
    public void visit(@CheckForNull String from, String to, String word, Predicate<CommitInfo> visitor)
            throws IOException {
        ObjectId end = required(to);
        ObjectId start = from == null ? null : ObjectId.fromString(from);
        boolean bounded = start != null && store.has(start);
        byte[] mark = word.getBytes(StandardCharsets.UTF_8);
        reading(end, repository -> {
            try (RevWalk walk = new RevWalk(repository)) {
                walk.sort(RevSort.TOPO);
                walk.markStart(walk.parseCommit(end));
                if (bounded) {
                    walk.markUninteresting(walk.parseCommit(start));
                }
                boolean going = true;
                for (RevCommit next = walk.next(); next != null && going; next = walk.next()) {
                    if (indexOf(next.getRawBuffer(), mark) >= 0) {
                        going = visitor.test(CommitInfo.of(next));
                    }
                    next.disposeBody();
                }
            }
            return null;
        });
    }

    private static int indexOf(byte[] text, byte[] mark) {
        for (int i = 0; i <= text.length - mark.length; i++) {
            if (text[i] == mark[0] && Arrays.equals(text, i, i + mark.length, mark, 0, mark.length)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Writes, into the mirror only, the tree of a commit with changes.
     *
     * @param commit null for the tree before the first commit
     * @return the id of the tree; that of the commit's own tree where nothing changes
     * @throws GitException where a path is not one that is written to, or a file is too large
     */
    public String writeTree(@CheckForNull String commit, List<FileChange> changes) throws IOException {
        ObjectId base = commit == null ? null : required(commit);
        ObjectId root = base == null ? null : treeOf(base).root();
        return writing(base, (repository, inserter) -> {
                    try (ObjectReader reader = repository.newObjectReader()) {
                        return new TreeRewrite(reader, inserter, limits.fileBytes()).apply(root, changes);
                    }
                })
                .name();
    }

    /**
     * Writes, into the mirror only, a commit of a tree on top of a parent, and returns its id.
     *
     * @param parent null for the first commit of a ref
     */
    public String writeCommit(
            String tree, @CheckForNull String parent, Person author, Person committer, Instant time, String message)
            throws IOException {
        ObjectId base = parent == null ? null : ObjectId.fromString(parent);
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(ObjectId.fromString(tree));
        if (base != null) {
            commit.setParentId(base);
        }
        commit.setAuthor(new PersonIdent(author.name(), author.email(), time, ZoneOffset.UTC));
        commit.setCommitter(new PersonIdent(committer.name(), committer.email(), time, ZoneOffset.UTC));
        commit.setMessage(message);
        return writing(base, (repository, inserter) -> inserter.insert(commit)).name();
    }

    /** What is known of the repository's blobs, shared by all that see it in this process. */
    public BlobIndex index() {
        return store.index();
    }

    /** The repository's tags. */
    public Tags tags() {
        return new Tags(this, store, access, ssh, fetcher);
    }

    /**
     * Asks where a ref stands, to push on top of it. The tip that the push tells is in the mirror. Where it had to be
     * fetched first, the ref is asked for again: on a busy branch a fetch is long enough for another to be faster.
     */
    public RefPush openPush(String ref) throws IOException {
        for (int look = 1; ; look++) {
            RefPush push = RefPush.open(store, access, ssh, ref);
            try {
                boolean known = push.tip().isEmpty()
                        || store.has(ObjectId.fromString(push.tip().get()));
                if (!known) {
                    fetcher.commit(ObjectId.fromString(push.tip().get()), ref);
                }
                if (known || look == MOST_LOOKS) {
                    return push;
                }
            } catch (IOException | RuntimeException e) {
                push.close();
                throw e;
            }
            push.close();
        }
    }

    private ObjectId required(String revision) throws IOException {
        if (ObjectId.isId(revision)) {
            ObjectId id = ObjectId.fromString(revision);
            if (store.has(id)) {
                return id;
            }
        }
        return ObjectId.fromString(resolve(revision)
                .orElseThrow(() -> new GitException(
                        Reason.NOT_FOUND,
                        access.url() + " has no branch, tag or commit \"" + Words.of(revision) + "\"")));
    }

    private RevCommit parse(ObjectId id) throws IOException {
        return reading(id, repository -> {
            try (RevWalk walk = new RevWalk(repository)) {
                RevCommit commit = walk.parseCommit(id);
                walk.parseBody(commit);
                return commit;
            } catch (IncorrectObjectTypeException e) {
                throw new GitException(Reason.NOT_FOUND, id.name() + " in " + access.url() + " is no commit", e);
            }
        });
    }

    /** Brings blobs that are not here yet. */
    void bring(Collection<ObjectId> blobs) throws IOException {
        Set<ObjectId> missing = new LinkedHashSet<>();
        for (ObjectId blob : blobs) {
            if (!store.has(blob)) {
                missing.add(blob);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        try {
            fetcher.blobs(missing);
        } catch (GitException e) {
            if (e.reason() != Reason.NOT_FOUND && !Fetcher.isRefusal(e)) {
                throw e;
            }
            fetcher.everything();
            store.markUnfiltered();
        }
    }

    /** The bytes of a blob, fetched together with others where it is missing. */
    byte[] blob(ObjectId id, Supplier<Collection<ObjectId>> together, long limit, String path) throws IOException {
        if (!store.has(id)) {
            Set<ObjectId> wanted = new LinkedHashSet<>(together.get());
            wanted.add(id);
            bring(wanted);
        }
        MirrorRepository repository = store.repository();
        try {
            return bytes(repository, id, limit, path);
        } catch (IOException e) {
            if (!MirrorStore.isBroken(e)) {
                throw e;
            }
            store.renew(repository, e);
            bring(Set.of(id));
            return bytes(store.repository(), id, limit, path);
        }
    }

    private static byte[] bytes(MirrorRepository repository, ObjectId id, long limit, String path) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            ObjectLoader loader = reader.open(id, Constants.OBJ_BLOB);
            if (loader.getSize() > limit) {
                throw TreeRewrite.tooLarge(path, loader.getSize(), limit);
            }
            return loader.getBytes((int) limit);
        }
    }

    /** Reads from the mirror; one that turns out to be broken is made again, and the commit, if any, fetched into it. */
    <T> T reading(@CheckForNull ObjectId commit, Reading<T> reading) throws IOException {
        MirrorRepository repository = store.repository();
        try {
            return reading.from(repository);
        } catch (IOException e) {
            if (!MirrorStore.isBroken(e)) {
                throw e;
            }
            store.renew(repository, e);
            if (commit != null) {
                fetcher.commit(commit, commit.name());
            }
            return reading.from(store.repository());
        }
    }

    /** Something written to the objects of the mirror. */
    interface Writing {
        ObjectId into(MirrorRepository repository, ObjectInserter inserter) throws IOException;
    }

    /** Writes to the mirror; one that turns out to be broken is made again, and the commit fetched into it. */
    ObjectId writing(@CheckForNull ObjectId commit, Writing writing) throws IOException {
        try {
            return reading(commit, repository -> {
                try (ObjectInserter inserter = repository.newObjectInserter()) {
                    ObjectId id = writing.into(repository, inserter);
                    inserter.flush();
                    store.added(1);
                    return id;
                }
            });
        } catch (GitException e) {
            throw e;
        } catch (IOException e) {
            throw store.storage(e);
        }
    }
}
