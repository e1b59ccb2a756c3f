package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.application.Destination;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.application.HealthPolicy;
import io.jenkins.plugins.gitops.engine.application.Promotes;
import io.jenkins.plugins.gitops.engine.application.Source;
import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.application.VersionOrder;
import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Promotions of version 1.4.2 of shop into prod, which comes after staging. */
final class Candidates {
    static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final String IMAGE = "registry.example.com/shop/web:1.4.2";

    private Candidates() {}

    static Candidate candidate(Gate... gates) {
        return after(List.of("staging"), gates);
    }

    static Candidate byNobody() {
        Candidate byAda = candidate();
        return new Candidate(
                byAda.application(),
                byAda.environment(),
                byAda.version(),
                byAda.images(),
                byAda.commit(),
                byAda.proposed(),
                byAda.current(),
                List.of(),
                byAda.build());
    }

    static Candidate after(List<String> after, Gate... gates) {
        return with(environment(after, "shop", gates), Rendered.of(List.of()), IMAGE);
    }

    static Candidate proposing(String manifests, String... images) {
        return with(environment(List.of("staging"), "shop"), Rendered.of(resources(manifests)), images);
    }

    static Candidate in(String namespace, String manifests) {
        return with(environment(List.of(), namespace), Rendered.of(resources(manifests)), IMAGE);
    }

    static Candidate with(Environment environment, Rendered proposed, String... images) {
        Application application = new Application(
                "shop",
                new Source(Optional.empty(), ""),
                VersionOrder.BUILD,
                Promotes.DEFAULT,
                List.of(environment),
                List.of(),
                "gitops.yaml:1");
        return new Candidate(
                application,
                environment,
                "1.4.2",
                List.of(images),
                Optional.of("c0ffee"),
                proposed,
                Rendered.of(List.of()),
                List.of("ada"),
                Optional.of("shop #17"));
    }

    static Environment environment(List<String> after, String namespace, Gate... gates) {
        return new Environment(
                "prod",
                new Target.Folder("envs/prod", Optional.empty()),
                new Destination("production", namespace),
                Delivery.JENKINS,
                SyncPolicy.DEFAULT,
                HealthPolicy.DEFAULT,
                List.of(),
                after,
                List.of(gates),
                DriftPolicy.DEFAULT);
    }

    static List<Resource> resources(String yaml) {
        try {
            return Manifests.read("manifests.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        } catch (YamlProblem e) {
            throw new AssertionError(e);
        }
    }
}
