package io.jenkins.plugins.gitops.engine.health;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The health that Argo CD would show for a whole application: the worst of its objects, but for what it leaves out. A
 * missing object worsens nothing there, so this is shown beside our own verdict and never is one (Argo CD:
 * {@code controller/health.go}).
 */
public final class AggregateHealth {
    private static final GroupKind APPLICATION = new GroupKind("argoproj.io", "Application");
    private static final int CAUSES_SHOWN = 3;

    private final ArgoCdRules rules;

    /** @param rules judge the objects */
    public AggregateHealth(ArgoCdRules rules) {
        this.rules = rules;
    }

    /**
     * An object of the application; at least one of the two is there.
     *
     * @param desired what Git says, null for what is live alone
     * @param live what the API server said, null where there is nothing
     */
    public record Member(
            @CheckForNull Resource desired, @CheckForNull Resource live) {

        ResourceKey key() {
            return live != null ? live.key() : Objects.requireNonNull(desired).key();
        }

        private boolean isPart() {
            if (desired != null && ArgoCdHooks.isSkipped(desired)) {
                return false;
            }
            return live == null || !ArgoCdHooks.isHook(live);
        }

        private boolean counts() {
            return live != null
                    && live.annotation("argocd.argoproj.io/ignore-healthcheck")
                            .filter("true"::equals)
                            .isEmpty();
        }
    }

    /**
     * The aggregate over an application's objects.
     *
     * @param self the Argo CD Application that stands for the whole, which may be among its own objects
     */
    public Health of(List<Member> members, Optional<ResourceKey> self) {
        List<Member> parts = members.stream().filter(Member::isPart).toList();
        ArgoCdStatus worst = ArgoCdStatus.HEALTHY;
        List<ResourceKey> causes = new ArrayList<>();
        for (Member part : parts) {
            Optional<ArgoCdStatus> status = part.counts() && !isSelf(part, self) ? statusOf(part) : Optional.empty();
            if (status.isEmpty()) {
                continue;
            }
            if (status.get().isWorseThan(worst)) {
                worst = status.get();
                causes.clear();
            }
            if (status.get() == worst && worst != ArgoCdStatus.HEALTHY) {
                causes.add(part.key());
            }
        }
        boolean nothingLive = !parts.isEmpty() && parts.stream().allMatch(part -> part.live() == null);
        if (nothingLive) {
            return ArgoCdStatus.MISSING.plainly();
        }
        return worst.because(causes.isEmpty() ? "" : "Caused by " + shown(causes));
    }

    /** Empty for what has no health, and for a child application that has none yet. */
    private Optional<ArgoCdStatus> statusOf(Member part) {
        boolean child = part.key().groupKind().equals(APPLICATION);
        return rules.judge(Objects.requireNonNull(part.live()))
                .flatMap(health -> ArgoCdStatus.of(health.status()))
                .filter(status -> !child || (status != ArgoCdStatus.MISSING && status != ArgoCdStatus.UNKNOWN));
    }

    private static boolean isSelf(Member part, Optional<ResourceKey> self) {
        return self.filter(part.key()::equals).isPresent();
    }

    private static String shown(List<ResourceKey> causes) {
        String shown =
                causes.stream().limit(CAUSES_SHOWN).map(AggregateHealth::shown).collect(Collectors.joining(", "));
        int more = causes.size() - CAUSES_SHOWN;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static String shown(ResourceKey key) {
        String kind = key.group().isEmpty() ? key.kind() : key.group() + "/" + key.kind();
        String name = key.namespace().isEmpty() ? key.name() : key.namespace() + "/" + key.name();
        return kind + ":" + name;
    }
}
