package io.jenkins.plugins.gitops.engine.application;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an environment may have in common with others: what {@code defaults} hold, and what an environment says itself.
 *
 * @param cluster the destination's, where one is named
 * @param namespace the destination's, where one is named
 */
record Policies(
        Optional<String> cluster,
        Optional<String> namespace,
        Delivery delivery,
        ControllerKeys controller,
        SyncPolicy sync,
        HealthPolicy health,
        List<IgnoreRule> ignoreDifferences,
        List<Gate> gates,
        DriftPolicy drift,
        PullRequestPolicy pullRequest) {

    /** What holds where nothing is said. */
    static final Policies NONE = new Policies(
            Optional.empty(),
            Optional.empty(),
            Delivery.JENKINS,
            ControllerKeys.NONE,
            SyncPolicy.DEFAULT,
            HealthPolicy.DEFAULT,
            List.of(),
            List.of(),
            DriftPolicy.DEFAULT,
            PullRequestPolicy.NONE);

    /** What is said of the controller; its cluster is the destination's where none is. */
    record ControllerKeys(Optional<String> cluster, Optional<String> namespace, Optional<String> name) {
        static final ControllerKeys NONE = new ControllerKeys(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * These policies with what a section says over them.
     *
     * @param environments the names of the application's environments
     */
    Policies with(Section section, Set<String> environments) {
        Optional<Section> destination = section.section("destination");
        Policies policies = new Policies(
                destination.flatMap(keys -> keys.text("cluster", Syntax::text)).or(() -> cluster),
                destination
                        .flatMap(keys -> keys.text("namespace", Syntax::namespace))
                        .or(() -> namespace),
                section.choice("delivery", Delivery.class).orElse(delivery),
                section.section("controller").map(this::controller).orElse(controller),
                section.section("sync").map(this::sync).orElse(sync),
                section.section("health").map(this::health).orElse(health),
                plus(ignoreDifferences, IgnoreRules.read(section)),
                plus(gates, new GateReader(gates, environments).read(section)),
                section.node("drift")
                        .map(node -> DriftRules.read(section, node))
                        .orElse(drift),
                section.node("pullRequest")
                        .map(node -> pullRequest.with(section, node))
                        .orElse(pullRequest));
        destination.ifPresent(Section::close);
        return policies;
    }

    private static <T> List<T> plus(List<T> shared, List<T> own) {
        List<T> all = new ArrayList<>(shared);
        all.addAll(own);
        return all;
    }

    private ControllerKeys controller(Section section) {
        ControllerKeys keys = new ControllerKeys(
                section.text("cluster", Syntax::text).or(controller::cluster),
                section.text("namespace", Syntax::namespace).or(controller::namespace),
                section.text("name", Syntax::objectName).or(controller::name));
        section.close();
        return keys;
    }

    private SyncPolicy sync(Section section) {
        SyncPolicy policy = new SyncPolicy(
                section.bool("automated").orElse(sync.automated()),
                section.bool("selfHeal").orElse(sync.selfHeal()),
                section.bool("prune").orElse(sync.prune()),
                section.bool("replace").orElse(sync.replace()),
                section.bool("allowEmpty").orElse(sync.allowEmpty()),
                section.section("retry").map(this::retry).orElse(sync.retry()));
        if (policy.selfHeal() && !policy.automated()) {
            section.wrong(section.at(), "selfHeal without automated", "'automated: true' beside it");
        }
        section.close();
        return policy;
    }

    private SyncPolicy.Retry retry(Section section) {
        SyncPolicy.Retry shared = sync.retry();
        int limit = section.number("limit", 0, 100, true).map(Double::intValue).orElse(shared.limit());
        SyncPolicy.Retry retry = section.section("backoff")
                .map(backoff -> backoff(backoff, limit, shared))
                .orElse(new SyncPolicy.Retry(limit, shared.initial(), shared.factor(), shared.maximum()));
        section.close();
        return retry;
    }

    private static SyncPolicy.Retry backoff(Section section, int limit, SyncPolicy.Retry shared) {
        Duration initial = section.text("duration", Policies::positive).orElse(shared.initial());
        double factor = section.number("factor", 1, 10, false).orElse(shared.factor());
        Duration maximum = section.text("maxDuration", Policies::positive).orElse(shared.maximum());
        if (maximum.compareTo(initial) < 0) {
            section.wrong(
                    section.at(),
                    "a maxDuration of " + Durations.format(maximum),
                    "at least the duration of " + Durations.format(initial));
        }
        section.close();
        return new SyncPolicy.Retry(limit, initial, factor, maximum);
    }

    private HealthPolicy health(Section section) {
        HealthPolicy policy = new HealthPolicy(
                section.choice("rules", HealthPolicy.Rules.class).orElse(health.rules()),
                section.text("timeout", Policies::positive).orElse(health.timeout()),
                section.duration("steady").orElse(health.steady()),
                section.bool("suspended").orElse(health.suspended()));
        if (policy.steady().compareTo(policy.timeout()) >= 0) {
            section.wrong(
                    section.at(),
                    "steady for " + Durations.format(policy.steady()),
                    "less than the timeout of " + Durations.format(policy.timeout()));
        }
        section.close();
        return policy;
    }

    static Duration positive(String text) {
        Duration duration = Durations.parse(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("a duration longer than nothing");
        }
        return duration;
    }
}
