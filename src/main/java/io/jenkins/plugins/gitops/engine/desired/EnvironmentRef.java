package io.jenkins.plugins.gitops.engine.desired;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.RefSnapshot;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import io.jenkins.plugins.gitops.engine.version.VersionPrefix;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The ref that holds an environment's desired state: a branch, a tag, or whichever tag is the newest version below a
 * prefix, a pre-release only where there is no release.
 */
public final class EnvironmentRef {
    private final Environment environment;
    private final String ref;

    private EnvironmentRef(Environment environment, String ref) {
        this.environment = environment;
        this.ref = ref;
    }

    /**
     * Of an environment.
     *
     * @throws IOException where it has no branch of its own and the server does not name a default one
     */
    public static EnvironmentRef of(Mirror mirror, Environment environment) throws IOException {
        Target target = environment.target();
        boolean onDefault =
                target instanceof Target.Folder folder && folder.branch().isEmpty();
        return of(mirror.url(), environment, onDefault ? mirror.defaultBranch() : Optional.empty());
    }

    /**
     * Of an environment, as one question about all refs told.
     *
     * @param refs with those of {@link #asked}
     * @throws IOException where it has no branch of its own and the server named no default one
     */
    static EnvironmentRef of(Mirror mirror, Environment environment, RefSnapshot refs) throws IOException {
        return of(mirror.url(), environment, refs.defaultBranch());
    }

    private static EnvironmentRef of(GitUrl url, Environment environment, Optional<String> defaultBranch)
            throws GitException {
        Target target = environment.target();
        if (target instanceof Target.Branch branch) {
            return new EnvironmentRef(environment, "refs/heads/" + branch.branch());
        }
        if (target instanceof Target.Tag tag) {
            return new EnvironmentRef(environment, "refs/tags/" + tag.tag());
        }
        String branch = ((Target.Folder) target)
                .branch()
                .or(() -> defaultBranch)
                .orElseThrow(() -> new GitException(
                        GitException.Reason.NOT_FOUND,
                        url + " has no default branch; name the environment's branch in gitops.yaml"));
        return new EnvironmentRef(environment, "refs/heads/" + branch);
    }

    /** The ref, or the beginning of the refs, that have to be asked for to know where an environment stands. */
    public static String asked(Environment environment) {
        Target target = environment.target();
        if (target instanceof Target.Branch branch) {
            return "refs/heads/" + branch.branch();
        }
        if (target instanceof Target.Tag tag) {
            return "refs/tags/"
                    + VersionPrefix.of(tag.tag()).map(VersionPrefix::prefix).orElse(tag.tag());
        }
        return ((Target.Folder) target)
                .branch()
                .map(branch -> "refs/heads/" + branch)
                .orElse("HEAD");
    }

    /** The branch or tag, or the prefix with its {@code *}. */
    public String name() {
        return ref.substring(ref.indexOf('/', "refs/".length()) + 1);
    }

    /**
     * Asks the server for the commit it stands at, which is in the mirror afterwards.
     *
     * @throws IOException where there is none, or the server cannot be asked
     */
    public String tip(Mirror mirror) throws IOException {
        Optional<VersionPrefix> versions = versions();
        return found(mirror, versions.isPresent() ? newest(mirror, versions.get()) : mirror.resolve(ref));
    }

    /**
     * The commit it stood at, as one question about all refs told.
     *
     * @param refs with those of {@link #asked}
     * @throws GitException where there was none
     */
    String tip(Mirror mirror, RefSnapshot refs) throws GitException {
        return found(
                mirror,
                versions()
                        .map(versions ->
                                versions.newest(refs.tags(versions.prefix())).map("refs/tags/"::concat))
                        .orElse(Optional.of(ref))
                        .flatMap(refs::commit));
    }

    private Optional<VersionPrefix> versions() {
        return environment.target() instanceof Target.Tag tag ? VersionPrefix.of(tag.tag()) : Optional.empty();
    }

    private String found(Mirror mirror, Optional<String> tip) throws GitException {
        String expected = versions().isPresent() ? "tag of a semantic version below " + ref : ref;
        return tip.orElseThrow(() -> new GitException(
                GitException.Reason.NOT_FOUND,
                mirror.url() + " has no " + expected + "; environment " + environment.name()
                        + " of gitops.yaml expects it"));
    }

    /**
     * The tags that it stood at, of which a moving one knows but where it stands now. None of a branch.
     *
     * @throws IOException where the server cannot be asked
     */
    public List<TagInfo> tags(Mirror mirror) throws IOException {
        if (!(environment.target() instanceof Target.Tag tag)) {
            return List.of();
        }
        Optional<VersionPrefix> versions = VersionPrefix.of(tag.tag());
        return versions.isPresent()
                ? mirror.tags()
                        .read(
                                versions.get().prefix(),
                                name -> versions.get().version(name).isPresent())
                : mirror
                        .tags()
                        .choose(tag.tag(), names -> Optional.of(tag.tag()).filter(names::contains))
                        .stream()
                        .toList();
    }

    private static Optional<String> newest(Mirror mirror, VersionPrefix versions) throws IOException {
        return mirror.tags().choose(versions.prefix(), versions::newest).map(TagInfo::commit);
    }
}
