package io.jenkins.plugins.gitops.engine.desired;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Configuration;
import io.jenkins.plugins.gitops.engine.application.ConfigurationReader;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Lease;
import io.jenkins.plugins.gitops.engine.application.LeaseReader;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.RefSnapshot;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A config repository: what its {@code gitops.yaml} files declare on the configured ref, and nowhere else, so that who
 * may push to an environment's branch cannot drop a gate there.
 */
public final class ConfigRepository {
    private final Mirror mirror;
    private final String ref;

    @CheckForNull
    private volatile Read last;

    @CheckForNull
    private volatile Leases lastLeases;

    private record Read(String commit, Configuration configuration) {}

    private record Leases(String commit, List<Lease> leases) {}

    /** @param ref where the {@code gitops.yaml} files are read; null for the repository's HEAD */
    public ConfigRepository(Mirror mirror, @CheckForNull String ref) {
        this.mirror = mirror;
        this.ref = ref == null ? "HEAD" : ref;
    }

    public Mirror mirror() {
        return mirror;
    }

    /** What is declared now; the server is asked, files are read again only where the ref has moved. */
    public Configuration configuration() throws IOException {
        return configuration(commit());
    }

    /**
     * What was declared when these refs were asked for.
     *
     * @param refs with those of {@link #asked}
     */
    public Configuration configuration(RefSnapshot refs) throws IOException {
        return configuration(commit(refs));
    }

    private String commit(RefSnapshot refs) throws GitException {
        for (String name : asked()) {
            Optional<String> commit = refs.commit(name);
            if (commit.isPresent()) {
                return commit.get();
            }
        }
        throw nothingToRead();
    }

    /**
     * What drift was allowed when these refs were asked for, what is over by now too.
     *
     * @param refs with those of {@link #asked}
     */
    public List<Lease> leases(RefSnapshot refs) throws IOException {
        String commit = commit(refs);
        Leases read = lastLeases;
        if (read == null || !read.commit().equals(commit)) {
            Map<String, Lease> leases = new LeaseReader().read(mirror.tree(commit));
            read = new Leases(commit, List.copyOf(leases.values()));
            lastLeases = read;
        }
        return read.leases();
    }

    /** The refs that have to be asked for to know what is declared: the first that is there counts. */
    public List<String> asked() {
        return ref.equals("HEAD") ? List.of(ref) : List.of("refs/heads/" + ref, "refs/tags/" + ref);
    }

    private Configuration configuration(String commit) throws IOException {
        Read read = last;
        if (read == null || !read.commit().equals(commit)) {
            read = new Read(commit, new ConfigurationReader().read(mirror.tree(commit)));
            last = read;
        }
        return read.configuration();
    }

    /** The tree of the configured ref as it is now: where {@code .gitops/} stands that belongs to no environment. */
    public TreeReader tree() throws IOException {
        return mirror.tree(commit());
    }

    /** Whether an environment stands on the configured ref itself, as far as that can be told without asking. */
    public boolean isReadFrom(Target target) {
        boolean onHead = ref.equals("HEAD");
        Optional<String> own = onHead ? mirror.lastDefaultBranch() : Optional.of(ref);
        if (target instanceof Target.Branch branch) {
            return own.filter(branch.branch()::equals).isPresent();
        }
        return target instanceof Target.Folder folder
                && (folder.branch().isEmpty() ? onHead : own.equals(folder.branch()));
    }

    /** The branch of the configured ref. */
    public String branch() throws IOException {
        return ref.equals("HEAD")
                ? mirror.defaultBranch()
                        .orElseThrow(() -> new GitException(
                                GitException.Reason.NOT_FOUND, mirror.url() + " names no default branch"))
                : ref;
    }

    private String commit() throws IOException {
        return mirror.resolve(ref).orElseThrow(this::nothingToRead);
    }

    private GitException nothingToRead() {
        return new GitException(
                GitException.Reason.NOT_FOUND, mirror.url() + " has no " + ref + " to read gitops.yaml from");
    }

    /** A declared application. */
    public Application application(String name) throws IOException {
        Configuration declared = configuration();
        return declared.application(name)
                .orElseThrow(() -> unknown(
                        "application",
                        name,
                        declared.applications().stream().map(Application::name).toList()));
    }

    /** An application's environment. */
    public Environment environment(Application application, String name) throws GitException {
        return application
                .environment(name)
                .orElseThrow(() -> unknown(
                        "environment of " + application.name(),
                        name,
                        application.environments().stream()
                                .map(Environment::name)
                                .toList()));
    }

    /**
     * The environment's side of Git.
     *
     * @throws IOException also where its manifests stand in another repository, which needs to be opened by its name
     */
    public EnvironmentSource source(Application application, Environment environment, Renderer renderer)
            throws IOException {
        requireHere(application);
        return new GitEnvironmentSource(mirror, environment, renderer);
    }

    /** The same, of which one question about all refs told where it stands. */
    public GitEnvironmentSource source(
            Application application, Environment environment, Renderer renderer, RefSnapshot refs) throws IOException {
        requireHere(application);
        return new GitEnvironmentSource(mirror, environment, renderer, refs);
    }

    /** @throws GitException where an application's manifests stand in another repository */
    public void requireHere(Application application) throws GitException {
        Optional<String> other = application.source().repository();
        if (other.isPresent()) {
            throw new GitException(
                    GitException.Reason.REFUSED,
                    application.name() + " has its manifests in the repository \"" + other.get()
                            + "\"; only manifests beside gitops.yaml can be promoted and waited for");
        }
    }

    private GitException unknown(String what, String name, List<String> known) {
        return new GitException(
                GitException.Reason.NOT_FOUND,
                "There is no " + what + " named \"" + name + "\" in " + mirror.url() + " at " + ref + "; expected "
                        + (known.isEmpty()
                                ? "one in a gitops.yaml file, and there is none"
                                : String.join(", ", known)));
    }
}
