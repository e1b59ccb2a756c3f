package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.RemoteRepositoryException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;

/**
 * Brings what a mirror lacks: commits with their history and trees, blobs one batch at a time. Blobs are left out of the
 * former where the server can; a server that cannot, or fails at it, is asked for everything.
 */
final class Fetcher {
    private static final Logger LOGGER = Logger.getLogger(Fetcher.class.getName());
    private static final int ATTEMPTS = 3;
    private static final int PAUSE_MILLIS = 200;
    private static final int BATCH = 2_000;
    private static final String[] ALL = {"refs/heads/", "refs/tags/"};

    private final MirrorStore store;
    private final RepositoryAccess access;
    private final LongAdder asked = new LongAdder();

    @CheckForNull
    private final SshdSessionFactory ssh;

    @CheckForNull
    private volatile String lastDefaultBranch;

    Fetcher(MirrorStore store, RepositoryAccess access, @CheckForNull SshdSessionFactory ssh) {
        this.store = store;
        this.access = access;
        this.ssh = ssh;
    }

    /** How often the server was asked for refs or objects. */
    long asked() {
        return asked.sum();
    }

    private interface Step<T> {
        T run(FetchConnection connection, Set<ObjectId> haves) throws IOException;
    }

    /** The refs whose names start so. */
    Map<String, Ref> refs(String... prefixes) throws GitException {
        return attempt(true, prefixes, (connection, haves) -> heard(connection.getRefsMap()));
    }

    /** Asks the server for refs; the one that is chosen is here afterwards, with all that it needs. */
    Optional<Ref> ref(Function<Map<String, Ref>, Optional<Ref>> choice, String... prefixes) throws GitException {
        return attempt(false, prefixes, (connection, haves) -> {
            Optional<Ref> chosen = choice.apply(heard(connection.getRefsMap()));
            if (chosen.isPresent()) {
                fetch(connection, lacking(List.of(chosen.get())), haves, true);
            }
            return chosen;
        });
    }

    /** The refs whose names start so, with all that they need. */
    Map<String, Ref> whole(String prefix) throws GitException {
        return attempt(false, new String[] {prefix}, (connection, haves) -> {
            Map<String, Ref> refs = connection.getRefsMap();
            List<Ref> wanted = refs.values().stream()
                    .filter(ref -> ref.getName().startsWith(prefix) && ref.getObjectId() != null)
                    .toList();
            fetch(connection, lacking(wanted), haves, true);
            return refs;
        });
    }

    /** The branch that HEAD names. */
    Optional<String> defaultBranch() throws GitException {
        return branch(refs(Constants.HEAD).get(Constants.HEAD));
    }

    /** The same as it was heard last, by the way. */
    Optional<String> lastDefaultBranch() {
        return Optional.ofNullable(lastDefaultBranch);
    }

    private Map<String, Ref> heard(Map<String, Ref> refs) {
        Ref head = refs.get(Constants.HEAD);
        if (head != null) {
            lastDefaultBranch = branch(head).orElse(null);
        }
        return refs;
    }

    static Optional<String> branch(@CheckForNull Ref head) {
        return Optional.ofNullable(head)
                .filter(Ref::isSymbolic)
                .map(ref -> ref.getTarget().getName())
                .filter(name -> name.startsWith(Constants.R_HEADS))
                .map(name -> name.substring(Constants.R_HEADS.length()));
    }

    /** Brings a commit, and where {@code ref} stands now; the ref is where the commit was seen, or any name. */
    void commit(ObjectId id, String ref) throws GitException {
        Ref seen = new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, ref, id);
        attempt(false, new String[] {ref}, (connection, haves) -> {
            List<Ref> wanted = lacking(List.of(seen));
            Ref now = connection.getRef(ref);
            if (!wanted.isEmpty() && now != null && !id.equals(now.getObjectId())) {
                wanted.addAll(lacking(List.of(now)));
            }
            fetch(connection, wanted, haves, true);
            return null;
        });
    }

    /** Brings what is new on every branch and tag. */
    void news() throws GitException {
        attempt(false, ALL, (connection, haves) -> {
            fetch(connection, lacking(connection.getRefs()), haves, true);
            return null;
        });
    }

    /** Brings every branch and tag with all blobs, for a server that gives no single ones. */
    void everything() throws GitException {
        attempt(true, ALL, (connection, haves) -> {
            fetch(connection, connection.getRefs(), Set.of(), true);
            return null;
        });
    }

    /** Brings blobs that a filter left out. */
    void blobs(Collection<ObjectId> ids) throws GitException {
        List<Ref> wanted = new ArrayList<>();
        for (ObjectId id : ids) {
            wanted.add(new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, id.name(), id));
        }
        for (int from = 0; from < wanted.size(); from += BATCH) {
            List<Ref> batch = wanted.subList(from, Math.min(wanted.size(), from + BATCH));
            attempt(true, new String[] {"refs/none/"}, (connection, haves) -> {
                fetch(connection, lacking(batch), Set.of(), false);
                return null;
            });
        }
    }

    private List<Ref> lacking(Collection<Ref> refs) throws IOException {
        List<Ref> lacking = new ArrayList<>();
        for (Ref ref : refs) {
            if (ref.getObjectId() != null && !store.has(ref.getObjectId())) {
                lacking.add(ref);
            }
        }
        return lacking;
    }

    private void fetch(FetchConnection connection, Collection<Ref> wanted, Set<ObjectId> haves, boolean tips)
            throws IOException {
        if (wanted.isEmpty()) {
            return;
        }
        LOGGER.log(Level.FINE, "Fetching {0} of {1}", new Object[] {wanted.size(), access.url()});
        connection.fetch(NullProgressMonitor.INSTANCE, wanted, haves);
        store.added(MirrorSweep.PACK);
        List<Ref> lacking = lacking(wanted);
        if (!lacking.isEmpty()) {
            throw new GitException(
                    Reason.NOT_FOUND,
                    access.url() + " did not send "
                            + lacking.get(0).getObjectId().name());
        }
        if (tips) {
            wanted.forEach(ref -> store.tip(ref.getName(), ref.getObjectId()));
            store.saveTips();
        }
    }

    private <T> T attempt(boolean unfiltered, String[] prefixes, Step<T> step) throws GitException {
        boolean plain = false;
        boolean filterRefused = false;
        for (int attempt = 1; ; attempt++) {
            boolean filtered = !plain && !unfiltered && !store.unfiltered();
            try (Link link = Link.open(access, ssh, store.repository())) {
                try {
                    T result = once(link, filtered, prefixes, plain, step);
                    if (filterRefused) {
                        store.markUnfiltered();
                    }
                    return result;
                } catch (GitException e) {
                    throw e;
                } catch (IOException | RuntimeException e) {
                    store.checkStorage(e);
                    GitException failure = link.failure(e);
                    if (failure.reason() != Reason.UNREACHABLE || attempt == ATTEMPTS || plain && isRefusal(e)) {
                        throw failure;
                    }
                    LOGGER.log(Level.FINE, "Trying again", failure);
                    boolean refused = isRefusal(e);
                    filterRefused |= refused && filtered;
                    plain = refused || attempt + 1 == ATTEMPTS;
                    if (!refused) {
                        pause(attempt);
                    }
                }
            }
        }
    }

    /** Whether the server answered, and said no. */
    static boolean isRefusal(Exception e) {
        return Link.find(e, PackProtocolException.class) != null
                || Link.find(e, RemoteRepositoryException.class) != null;
    }

    private <T> T once(Link link, boolean filtered, String[] prefixes, boolean plain, Step<T> step) throws IOException {
        Set<ObjectId> haves = plain ? Set.of() : store.tips();
        if (filtered) {
            // new small blobs are what the next promotion reads: with the commit they cost no further request
            link.transport()
                    .setFilterSpec(FilterSpec.fromFilterLine(haves.isEmpty() ? "blob:none" : "blob:limit=32768"));
        }
        // the server would take blobs for present that the filter left out
        link.transport().setFetchThin(false);
        asked.increment();
        try (FetchConnection connection = link.transport().openFetch(List.of(), prefixes)) {
            // one after the other, so that nothing is fetched twice
            store.fetching().lock();
            try {
                return step.run(connection, haves);
            } finally {
                store.fetching().unlock();
            }
        }
    }

    private static void pause(int attempt) throws GitException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong((long) PAUSE_MILLIS << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitException(Reason.UNREACHABLE, "Interrupted", new InterruptedIOException());
        }
    }
}
