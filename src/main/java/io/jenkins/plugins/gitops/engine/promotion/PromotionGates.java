package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateSources;
import io.jenkins.plugins.gitops.engine.gate.Gates;
import io.jenkins.plugins.gitops.engine.gate.Rendered;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Asks the gates of a promotion, before it waits for its branch: what is proved and approved is read from the notes,
 * everything else is asked of whoever runs us. A promotion without gates costs nothing here.
 */
public final class PromotionGates {
    /** When a gate is asked again that does not know when it opens. */
    private static final Duration UNTOLD = Duration.ofSeconds(15);

    private final ConfigRepository repository;
    private final Renderer renderer;
    private final GateSources sources;
    private final List<String> promoters;
    private final Clock clock;
    private final Executor executor;

    @CheckForNull
    private final ForgeSource forge;

    /**
     * @param repository where the promotions go
     * @param sources whom gates ask, beside the notes
     * @param promoters who promotes, by user id: theirs are no approvals where a gate does not allow it
     * @param executor where sources are asked, never the calling thread; not where promotions are pushed
     */
    public PromotionGates(
            ConfigRepository repository,
            Renderer renderer,
            GateSources sources,
            List<String> promoters,
            Clock clock,
            Executor executor) {
        this(repository, renderer, sources, promoters, clock, executor, null);
    }

    private PromotionGates(
            ConfigRepository repository,
            Renderer renderer,
            GateSources sources,
            List<String> promoters,
            Clock clock,
            Executor executor,
            @CheckForNull ForgeSource forge) {
        this.repository = repository;
        this.renderer = renderer;
        this.sources = sources;
        this.promoters = List.copyOf(promoters);
        this.clock = clock;
        this.executor = executor;
        this.forge = forge;
    }

    /** The same, which asks a Git host for the statuses of commits, and for the reviews of the promotion's pull request. */
    public PromotionGates with(ForgeSource host) {
        return new PromotionGates(repository, renderer, sources, promoters, clock, executor, host);
    }

    /** Where the repository stands that promotions go to. */
    Mirror mirror() {
        return repository.mirror();
    }

    Clock clock() {
        return clock;
    }

    /**
     * Asks them, waiting on the calling thread: bounded by the deadlines of {@link Gates#evaluate}. What ends for another
     * reason (there is nothing to do, something newer is there, a hold) ends before a gate is asked.
     *
     * @throws IOException where the branch cannot be read, or the edit does not fit it
     */
    Asked ask(PromotionRequest request) throws IOException {
        if (!request.hasGates() || arrived(request)) {
            return new Asked(request, null, null);
        }
        PromotionResult look =
                Promoter.look(repository.mirror(), request.ungated().asDryRun(), clock);
        if (look.verdict() != PromotionVerdict.PROMOTED) {
            return new Asked(request, request.dryRun() ? look : look.ended(), null);
        }
        TreeReader tip = repository.mirror().tree(look.parent());
        PromotionParts parts = new PromotionParts(request, tip);
        if (parts.gated().isEmpty()) {
            return new Asked(request, null, null); // what has gates stands as it is wanted already
        }
        Evaluation evaluation = evaluate(request, parts.gated(), tip);
        if (request.dryRun()) {
            return new Asked(request, look.after(evaluation), evaluation);
        }
        if (!evaluation.isOpen()) {
            return new Asked(request, look.after(evaluation).ended(), evaluation);
        }
        return new Asked(parts.passed(evaluation), null, evaluation);
    }

    /**
     * What is for or against a promotion now, gates and all.
     *
     * @throws IOException as {@link #ask}
     */
    MergeGate.Answer answer(PromotionRequest request) throws IOException {
        Asked asked = ask(request);
        PromotionResult result = asked.result();
        Evaluation evaluation = asked.evaluation();
        return new MergeGate.Answer(
                result == null ? null : result.reason(),
                evaluation == null ? null : evaluation.again(UNTOLD).orElse(null),
                evaluation);
    }

    /** Whether an earlier process, which had asked the gates, got it through. */
    private boolean arrived(PromotionRequest request) throws IOException {
        String parent = request.recordedParent();
        return parent != null
                && Promoter.find(repository.mirror(), request.branch(), request.id(), parent)
                        .isPresent();
    }

    private Evaluation evaluate(PromotionRequest request, List<GatedPart> parts, TreeReader before) throws IOException {
        String head = PullRequestPlan.head(
                request.applications(), parts.get(0).proposed().environment().name());
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        for (GatedPart part : parts) {
            evaluations.put(part.proposed().application().name(), evaluate(part, before, head));
        }
        return request.isJoint()
                ? Evaluation.together(evaluations)
                : evaluations.values().iterator().next();
    }

    /**
     * Asks the gates about what is promoted of one application, waiting on the calling thread.
     *
     * @param before the tree as it stands; null where there is none yet
     * @param head the branch of the pull request whose reviews count
     */
    Evaluation evaluate(GatedPart part, @CheckForNull TreeReader before, String head) throws IOException {
        Proposed proposed = part.proposed();
        String folder = proposed.environment().target().manifests();
        Candidate candidate = new Candidate(
                proposed.application(),
                proposed.environment(),
                proposed.version().toString(),
                proposed.images(),
                Optional.ofNullable(proposed.commit()),
                Rendered.by(() -> renderer.render(part.after(), folder)),
                before == null ? Rendered.of(List.of()) : Rendered.by(() -> renderer.render(before, folder)),
                promoters,
                Optional.ofNullable(proposed.build()));
        GateSources all = sources.withProvedVersions(new NotedProof(repository, proposed)::of)
                .withApprovals(new NotedApprovals(repository.mirror(), part.id(), sources.identities()));
        if (forge != null) {
            all = all.withStatuses(new ForgeStatuses(forge))
                    .withForgeApprovals(new ForgeApprovals(forge, repository, head, part.changes(), clock));
        }
        return new Gates(all, clock, executor).evaluate(candidate);
    }
}
