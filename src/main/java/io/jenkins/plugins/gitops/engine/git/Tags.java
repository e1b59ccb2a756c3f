package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;

/** The tags of a mirrored repository. As all refs they are asked of the server, and by their prefix alone. */
public final class Tags {
    private final Mirror mirror;
    private final MirrorStore store;
    private final RepositoryAccess access;

    @CheckForNull
    private final SshdSessionFactory ssh;

    private final Fetcher fetcher;

    Tags(
            Mirror mirror,
            MirrorStore store,
            RepositoryAccess access,
            @CheckForNull SshdSessionFactory ssh,
            Fetcher fetcher) {
        this.mirror = mirror;
        this.store = store;
        this.access = access;
        this.ssh = ssh;
        this.fetcher = fetcher;
    }

    /** What all tags whose names start so stand for, by name without {@code refs/tags/}. Fetches nothing. */
    public SortedMap<String, String> commits(String prefix) throws IOException {
        SortedMap<String, String> commits = new TreeMap<>();
        for (Map.Entry<String, Ref> tag :
                named(prefix, fetcher.refs(Constants.R_TAGS + prefix).values()).entrySet()) {
            Ref ref = tag.getValue();
            ObjectId peeled = ref.getPeeledObjectId();
            commits.put(tag.getKey(), (peeled == null ? ref.getObjectId() : peeled).name());
        }
        return commits;
    }

    /** All tags whose names start so and that pass, with what they say; those of something else than a commit do not. */
    public List<TagInfo> read(String prefix, Predicate<String> wanted) throws IOException {
        List<TagInfo> tags = new ArrayList<>();
        for (Ref ref :
                named(prefix, fetcher.whole(Constants.R_TAGS + prefix).values()).values()) {
            if (wanted.test(shortName(ref))) {
                try {
                    tags.add(read(shortName(ref), ref.getObjectId()));
                } catch (GitException e) {
                    if (e.reason() != Reason.NOT_FOUND) {
                        throw e;
                    }
                }
            }
        }
        return tags;
    }

    /**
     * One of the tags whose names start so, its commit fetched where it is new.
     *
     * @param choice picks one by its name, without {@code refs/tags/}
     */
    public Optional<TagInfo> choose(String prefix, Function<Collection<String>, Optional<String>> choice)
            throws IOException {
        Optional<Ref> chosen = fetcher.ref(
                refs -> {
                    Map<String, Ref> tags = named(prefix, refs.values());
                    return choice.apply(tags.keySet()).map(tags::get);
                },
                Constants.R_TAGS + prefix);
        return chosen.isEmpty()
                ? Optional.empty()
                : Optional.of(read(shortName(chosen.get()), chosen.get().getObjectId()));
    }

    private static Map<String, Ref> named(String prefix, Collection<Ref> refs) {
        Map<String, Ref> named = new HashMap<>();
        for (Ref ref : refs) {
            if (ref.getName().startsWith(Constants.R_TAGS + prefix) && ref.getObjectId() != null) {
                named.put(shortName(ref), ref);
            }
        }
        return named;
    }

    private static String shortName(Ref ref) {
        return ref.getName().substring(Constants.R_TAGS.length());
    }

    /**
     * A tag, fetched where it is not here.
     *
     * @param id the id that its ref holds
     * @throws GitException where it stands for something else than a commit
     */
    public TagInfo read(String name, String id) throws IOException {
        ObjectId object = ObjectId.fromString(id);
        if (!store.has(object)) {
            fetcher.commit(object, Constants.R_TAGS + name);
        }
        return read(name, object);
    }

    private TagInfo read(String name, ObjectId id) throws IOException {
        return mirror.reading(id, repository -> {
            try (RevWalk walk = new RevWalk(repository)) {
                RevObject object = walk.parseAny(id);
                RevObject target = walk.peel(object);
                if (!(target instanceof RevCommit)) {
                    throw new GitException(
                            Reason.NOT_FOUND, "The tag " + name + " of " + access.url() + " stands for no commit");
                }
                if (!(object instanceof RevTag tag)) {
                    return new TagInfo(name, id.name(), target.name(), "", null);
                }
                PersonIdent tagger = tag.getTaggerIdent();
                return new TagInfo(
                        name,
                        id.name(),
                        target.name(),
                        tag.getFullMessage(),
                        tagger == null ? null : tagger.getWhenAsInstant());
            }
        });
    }

    /** Writes, into the mirror only, an annotated tag of a commit that is there, and returns the tag's own id. */
    public String write(String name, String commit, Person tagger, Instant time, String message) throws IOException {
        ObjectId target = ObjectId.fromString(commit);
        TagBuilder tag = new TagBuilder();
        tag.setTag(name);
        tag.setObjectId(target, Constants.OBJ_COMMIT);
        tag.setTagger(new PersonIdent(tagger.name(), tagger.email(), time, ZoneOffset.UTC));
        tag.setMessage(message);
        return mirror.writing(target, (repository, inserter) -> inserter.insert(tag))
                .name();
    }

    /** Asks where the tags stand, to push one. */
    public TagPush openPush() throws GitException {
        return TagPush.open(store, access, ssh);
    }
}
