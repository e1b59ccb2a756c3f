package io.jenkins.plugins.gitops.engine.release;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentRef;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import io.jenkins.plugins.gitops.engine.version.VersionPrefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which environments of an application a version reached, and when first: read from Git alone. */
public final class Arrivals {
    private static final String MARK = "Gitops-";

    private final Mirror mirror;
    private final Application application;
    private final SemanticVersion version;
    private final String commit;

    private Arrivals(Mirror mirror, Application application, SemanticVersion version, String commit) {
        this.mirror = mirror;
        this.application = application;
        this.version = version;
        this.commit = commit;
    }

    /**
     * The environments of which a promotion says that it brought this version: the trailers on their branches and in the
     * messages of their tags. In the order {@code gitops.yaml} has them.
     *
     * @param commit the commit of the release
     */
    public static List<Arrival> of(Mirror mirror, Application application, SemanticVersion version, String commit)
            throws IOException {
        Arrivals search = new Arrivals(mirror, application, version, commit);
        List<Arrival> arrivals = new ArrayList<>();
        for (Environment environment : application.environments()) {
            (environment.target() instanceof Target.Tag tag
                            ? search.onTag(environment, tag.tag())
                            : search.onBranch(environment))
                    .ifPresent(arrivals::add);
        }
        return arrivals;
    }

    /**
     * The environments that promotions among some commits were for, each with the last of them.
     *
     * @param from left out with its history; null for all
     */
    static List<Arrival> between(Mirror mirror, String application, @CheckForNull String from, String to)
            throws IOException {
        Map<String, Arrival> last = new LinkedHashMap<>();
        mirror.visit(from, to, MARK, found -> {
            for (Trailers promotion : Trailers.of(found)) {
                String environment = promotion.get(Trailer.ENVIRONMENT).orElse("");
                if (promotion.bringsVersion()
                        && promotion.get(Trailer.APPLICATION).equals(Optional.of(application))
                        && !environment.isEmpty()) {
                    last.putIfAbsent(environment, arrival(environment, promotion, found));
                }
            }
            return true;
        });
        return List.copyOf(last.values());
    }

    private Optional<Arrival> onBranch(Environment environment) throws IOException {
        String tip;
        try {
            tip = EnvironmentRef.of(mirror, environment).tip(mirror);
        } catch (GitException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        List<Arrival> found = new ArrayList<>();
        mirror.visit(null, tip, MARK, candidate -> {
            for (Trailers promotion : Trailers.of(candidate)) {
                if (isOurs(promotion, environment) && (candidate.id().equals(commit) || isThisVersion(promotion))) {
                    found.add(arrival(environment.name(), promotion, candidate));
                }
            }
            return true;
        });
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    private static Arrival arrival(String environment, Trailers promotion, CommitInfo commit) {
        return new Arrival(environment, promotion.get(Trailer.VERSION).orElse(""), commit.authorTime());
    }

    private Optional<Arrival> onTag(Environment environment, String declared) throws IOException {
        Optional<VersionPrefix> versions = VersionPrefix.of(declared);
        String name = versions.map(prefix -> prefix.tag(version)).orElse(declared);
        Optional<TagInfo> tag = mirror.tags()
                .choose(name, names -> names.stream().filter(name::equals).findFirst());
        return tag.filter(found -> versions.isPresent() || found.commit().equals(commit) || saysSo(found, environment))
                .map(found -> new Arrival(environment.name(), version.toString(), found.time()));
    }

    private boolean saysSo(TagInfo tag, Environment environment) {
        return Trailers.of(tag.message()).stream()
                .anyMatch(promotion -> isOurs(promotion, environment) && isThisVersion(promotion));
    }

    private boolean isOurs(Trailers promotion, Environment environment) {
        return promotion.bringsVersion()
                && promotion.get(Trailer.APPLICATION).equals(Optional.of(application.name()))
                && promotion.get(Trailer.ENVIRONMENT).equals(Optional.of(environment.name()));
    }

    /** A promotion names its version as such, or the images it brought. */
    private boolean isThisVersion(Trailers promotion) {
        return promotion.get(Trailer.FROM).orElse("").endsWith("@" + commit)
                || Arrays.stream(promotion.get(Trailer.VERSION).orElse("").split(", "))
                        .map(named -> named.substring(named.lastIndexOf(':') + 1))
                        .anyMatch(named -> named.equals(version.toString()) || named.equals("v" + version));
    }
}
