package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import io.jenkins.plugins.gitops.engine.git.TagPush;
import io.jenkins.plugins.gitops.engine.promotion.TagDecision.End;
import io.jenkins.plugins.gitops.engine.promotion.TagDecision.Push;
import io.jenkins.plugins.gitops.engine.release.Bump;
import io.jenkins.plugins.gitops.engine.release.NextVersion;
import io.jenkins.plugins.gitops.engine.release.Release;
import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import io.jenkins.plugins.gitops.engine.version.VersionPrefix;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Version tags below a prefix: made, never moved. An environment stands at the newest of them, so one that is not newer
 * is SUPERSEDED.
 *
 * @param mirror the repository
 * @param request the promotion
 * @param prefix of the tags
 */
record VersionTagRule(Mirror mirror, TagPromotionRequest request, VersionPrefix prefix) implements TagRule {

    @Override
    public TagDecision decide(TagPush server) throws IOException {
        SortedMap<String, String> tags = server.tags(prefix.prefix());
        Optional<String> newest = prefix.newest(tags.keySet());
        return request.next() instanceof NextVersion.Given given
                ? given(given.version(), tags, newest)
                : next(tags, newest);
    }

    private TagDecision given(SemanticVersion version, SortedMap<String, String> tags, Optional<String> newest)
            throws IOException {
        String name = prefix.tag(version);
        if (tags.containsKey(name)) {
            return existing(mirror.tags().read(name, tags.get(name)));
        }
        if (newest.isPresent()) {
            Optional<End> against = against(version, newest.get());
            if (against.isPresent()) {
                return against.get();
            }
        }
        TagInfo last = newest.isPresent() ? mirror.tags().read(newest.get(), tags.get(newest.get())) : null;
        return push(version, release(last));
    }

    /** A version tag is never moved. */
    private End existing(TagInfo tag) {
        return TagRule.found(request, tag)
                .orElseGet(() -> new End(
                        PromotionVerdict.CONFLICT,
                        tag.name(),
                        null,
                        tag.commit(),
                        "The tag " + tag.name() + " is there already, for commit " + tag.commit()
                                + "; a version's tag is never moved"));
    }

    /** What is against a version beside the newest one. */
    private Optional<End> against(SemanticVersion version, String newest) throws GitException {
        SemanticVersion last = prefix.version(newest).orElseThrow();
        if (!version.isRelease() && last.isRelease()) {
            throw new GitException(
                    Reason.REFUSED,
                    version + " is a pre-release, and " + request.stream() + " would go on running the release "
                            + newest + ": give pre-releases an environment with a prefix of its own");
        }
        int comparison = version.compareTo(last);
        if (comparison == 0) {
            return Optional.of(new End(
                    PromotionVerdict.CONFLICT,
                    prefix.tag(version),
                    null,
                    null,
                    version + " is not newer than " + newest + ": they differ in build metadata alone"));
        }
        if (comparison > 0 || version.isRelease() && !last.isRelease()) {
            return Optional.empty();
        }
        if (request.isForced()) {
            throw new GitException(
                    Reason.REFUSED,
                    version + " is older than " + newest + ", and " + request.stream() + " would go on at " + newest
                            + " by force too: give that commit a higher version, or leave it to be computed");
        }
        return Optional.of(TagRule.superseded(
                prefix.tag(version),
                null,
                version + " is older than " + newest + ", which " + request.stream() + " stands at"));
    }

    private TagDecision next(SortedMap<String, String> tags, Optional<String> newest) throws IOException {
        if (newest.isEmpty()) {
            Release first = release(null);
            return push(request.next().after(Optional.empty(), first.commits()), first);
        }
        TagInfo last = mirror.tags().read(newest.get(), tags.get(newest.get()));
        SemanticVersion version = prefix.version(last.name()).orElseThrow();
        Optional<End> found = TagRule.found(request, last);
        boolean raised = request.next() instanceof NextVersion.Raised;
        boolean becomesRelease = raised && !version.isRelease();
        if (found.isPresent() && (found.get().verdict() == PromotionVerdict.PROMOTED || !becomesRelease)) {
            return found.get();
        }
        if (!last.commit().equals(request.commit()) && mirror.isAncestor(request.commit(), last.commit())) {
            return behind(last, version);
        }
        if (!request.isForced() && !mirror.isAncestor(last.commit(), request.commit())) {
            throw new GitException(
                    Reason.REFUSED,
                    "Whether " + request.commit() + " is newer than " + last.name()
                            + " cannot be told: it does not build on it. Give the version, or force it with a reason");
        }
        Release release = release(last);
        if (!raised && release.commits().isEmpty()) {
            return new End(
                    PromotionVerdict.UNCHANGED,
                    last.name(),
                    null,
                    last.commit(),
                    "Nothing of " + request.stream() + " changed since " + last.name() + ".");
        }
        return push(request.next().after(Optional.of(version), release.commits()), release);
    }

    /** The commit is in the last version already: tagged earlier, too old, or by force the next version. */
    private TagDecision behind(TagInfo last, SemanticVersion version) throws IOException {
        for (Map.Entry<String, String> tagged :
                mirror.tags().commits(prefix.prefix()).entrySet()) {
            if (tagged.getValue().equals(request.commit())) {
                Optional<End> earlier =
                        TagRule.named(mirror, tagged.getKey()).flatMap(there -> TagRule.found(request, there));
                if (earlier.isPresent() && earlier.get().verdict() == PromotionVerdict.PROMOTED) {
                    return earlier.get();
                }
            }
        }
        if (!request.isForced()) {
            return TagRule.superseded(
                    last.name(),
                    last.commit(),
                    "Commit " + request.commit() + " is in " + last.name() + " already, which " + request.stream()
                            + " stands at");
        }
        NextVersion next =
                request.next() instanceof NextVersion.Raised ? request.next() : new NextVersion.Raised(Bump.PATCH);
        Release release = release(last);
        return push(next.after(Optional.of(version), release.commits()), release);
    }

    private Release release(@CheckForNull TagInfo last) throws IOException {
        return Release.between(
                mirror,
                request.trailers().get(Trailer.APPLICATION).orElse(""),
                request.folders(),
                last,
                request.commit());
    }

    private Push push(SemanticVersion version, Release release) {
        String name = prefix.tag(version);
        TagInfo last = release.previous();
        return new Push(
                name,
                TagRule.subject(request, version.toString()) + "\n\n"
                        + release.notes(name).text(),
                request.trailers().with(Trailer.VERSION, version.toString()).with(Trailer.ORDER, version.toString()),
                last == null ? null : last.commit());
    }
}
