package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.audit.History;
import io.jenkins.plugins.gitops.engine.audit.Occupancy;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentRef;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.ProvedVersions;
import io.jenkins.plugins.gitops.engine.gate.ProvedVersions.Proof;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the verdicts in the notes prove of the version that is promoted. A commit of another environment has this very
 * version where bringing it there would change nothing.
 */
final class NotedProof {
    /** What was live before so many changes and occupancies proves nothing any more. */
    private static final int CHANGES = 1_000;

    private static final int OCCUPANCIES = 100;

    private final ConfigRepository repository;
    private final Proposed proposed;
    private final Map<String, Proof> known = new ConcurrentHashMap<>();

    NotedProof(ConfigRepository repository, Proposed proposed) {
        this.repository = repository;
        this.proposed = proposed;
    }

    /** As {@link ProvedVersions#of}, of the one version that it is about. */
    Proof of(Candidate candidate, String environment) throws IOException {
        Proof proof = known.get(environment);
        if (proof == null) {
            proof = read(repository.environment(candidate.application(), environment));
            known.put(environment, proof);
        }
        return proof;
    }

    private Proof read(Environment environment) throws IOException {
        Mirror mirror = repository.mirror();
        String tip;
        try {
            tip = EnvironmentRef.of(mirror, environment).tip(mirror);
        } catch (GitException e) {
            if (e.reason() == GitException.Reason.NOT_FOUND) {
                return new Proof(List.of(), e.getMessage());
            }
            throw e;
        }
        List<Occupancy> all = History.read(
                        mirror, proposed.application().name(), Map.of(environment.name(), List.of(tip)), CHANGES)
                .proved(environment.name())
                .occupancies();
        List<ProvedVersions.Occupancy> same = new ArrayList<>();
        for (Occupancy each : all.subList(Math.max(0, all.size() - OCCUPANCIES), all.size())) {
            if (isAt(environment, each.commit())) {
                add(same, each);
            }
        }
        return new Proof(same, now(environment, all));
    }

    /** What follows without a break, by another commit, is one time. */
    private static void add(List<ProvedVersions.Occupancy> times, Occupancy next) {
        int last = times.size() - 1;
        if (last >= 0 && times.get(last).until().equals(Optional.of(next.from()))) {
            times.set(last, new ProvedVersions.Occupancy(times.get(last).since(), Optional.ofNullable(next.until())));
        } else {
            times.add(new ProvedVersions.Occupancy(next.from(), Optional.ofNullable(next.until())));
        }
    }

    /** Whether an environment had the version at a commit. */
    private boolean isAt(Environment environment, String commit) throws IOException {
        try {
            return proposed.into()
                    .apply(environment)
                    .apply(repository.mirror().tree(commit))
                    .isEmpty();
        } catch (GitException e) {
            if (ProvedCommits.hasNoVersion(e)) {
                return false;
            }
            throw e;
        }
    }

    private String now(Environment environment, List<Occupancy> all) throws IOException {
        if (all.isEmpty()) {
            return "nothing was proved live there yet";
        }
        Occupancy last = all.get(all.size() - 1);
        if (last.until() != null) {
            return "what was last proved live there was found degraded since";
        }
        String folder = environment.target().manifests();
        try {
            Version version = new CarryEdit(
                            proposed.application().promotes(),
                            repository.mirror().tree(last.commit()),
                            folder,
                            folder)
                    .version(last.commit());
            return version + " was last proved live there";
        } catch (GitException e) {
            if (ProvedCommits.hasNoVersion(e)) {
                return "";
            }
            throw e;
        }
    }
}
