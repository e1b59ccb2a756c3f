package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.delivery.ResourceState;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import io.jenkins.plugins.gitops.engine.health.Health;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentDiff;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestResult;
import io.jenkins.plugins.gitops.engine.promotion.WaitResult;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome;
import io.jenkins.plugins.gitops.engine.sync.SyncResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Results as plain maps, lists and strings, which a sandboxed Pipeline may read and a restart keeps. */
final class StepResults {
    private StepResults() {}

    static Map<String, Object> of(PromotionResult result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("verdict", result.verdict().name());
        values.put("repository", result.repository());
        values.put("branch", result.branch());
        values.put("commit", result.commit());
        values.put("tree", result.tree());
        values.put("parent", result.parent());
        values.put("files", new ArrayList<>(result.files()));
        values.put("attempts", result.attempts());
        values.put("reason", result.reason());
        Evaluation gates = result.gates();
        values.put("gates", list(gates == null ? List.of() : gates.results(), StepResults::of));
        return values;
    }

    private static Map<String, Object> of(GateResult gate) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", gate.title());
        values.put("type", gate.type());
        values.put("state", gate.state().name());
        values.put("reason", gate.reason());
        values.put("opensAt", gate.opensAt().map(Instant::toString).orElse(null));
        values.put("at", gate.evaluatedAt().toString());
        return values;
    }

    static Map<String, Object> of(StepRollback.Made made) {
        Map<String, Object> values = of(made.rollback());
        values.put("verdict", made.decisive().verdict().name());
        values.put("reason", made.decisive().reason());
        values.put("version", made.plan().version());
        values.put("quarantined", new ArrayList<>(made.plan().quarantined()));
        return values;
    }

    /** Of one that could not even be tried. */
    static Map<String, Object> noRollback(String reason) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("verdict", null);
        values.put("reason", reason);
        return values;
    }

    static Map<String, Object> of(PullRequestResult result) {
        Map<String, Object> values = of(result.promotion());
        PullRequest pullRequest = result.pullRequest();
        if (pullRequest != null) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("number", pullRequest.number());
            shown.put("url", pullRequest.url());
            shown.put("state", pullRequest.state().name().toLowerCase(Locale.ROOT));
            values.put("pullRequest", shown);
        }
        return values;
    }

    static Map<String, Object> of(WaitResult result, long millis) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("verdict", result.verdict().name());
        values.put("commit", result.commit());
        values.put("liveCommit", result.liveCommit());
        values.put("seconds", millis / 1000.0);
        values.put("causes", new ArrayList<>(result.causes()));
        values.put("resources", list(result.resources(), StepResults::of));
        return values;
    }

    private static Map<String, Object> of(ResourceState state) {
        Map<String, Object> values = named(state.key(), state.diff().version());
        values.put("status", state.health().map(Health::status).orElse(state.isThere() ? null : "Missing"));
        values.put("message", state.health().map(Health::message).orElse(""));
        values.put("rules", state.health().map(Health::rules).orElse(null));
        return values;
    }

    static Map<String, Object> of(EnvironmentDiff diff) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("verdict", diff.verdict().name());
        values.put("revision", diff.revision());
        values.put("unknown", new ArrayList<>(diff.unknown()));
        List<ResourceDiff> different = diff.comparison().resources().stream()
                .filter(resource -> resource.change() != Change.NONE)
                .toList();
        values.put("resources", list(different, StepResults::of));
        return values;
    }

    private static Map<String, Object> of(ResourceDiff resource) {
        Map<String, Object> values = named(resource.key(), resource.version());
        values.put("change", resource.change().name());
        values.put("drift", list(List.copyOf(resource.drift()), Enum::name));
        values.put("fields", list(resource.fields(), StepResults::of));
        values.put("reason", resource.reason());
        return values;
    }

    /** A field's values as text: a Pipeline compares and prints them, and nothing else is sure to survive a restart. */
    private static Map<String, Object> of(FieldDiff field) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("path", field.path());
        values.put("desired", text(field.desired()));
        values.put("live", text(field.live()));
        values.put("manager", field.manager());
        return values;
    }

    static Map<String, Object> of(SyncResult result, String commit) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("verdict", result.ending().name());
        values.put("revision", commit);
        values.put("reason", result.message());
        values.put("warnings", new ArrayList<>(result.warnings()));
        values.put("resources", list(result.resources(), StepResults::of));
        return values;
    }

    private static Map<String, Object> of(ResourceOutcome outcome) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("group", outcome.key().group());
        values.put("kind", outcome.key().kind());
        values.put("namespace", outcome.key().namespace());
        values.put("name", outcome.key().name());
        values.put("action", outcome.action().name());
        values.put("message", outcome.message());
        return values;
    }

    @CheckForNull
    private static String text(@CheckForNull Object value) {
        return value == null ? null : String.valueOf(value);
    }

    private static Map<String, Object> named(ResourceKey key, String version) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("group", key.group());
        values.put("version", version);
        values.put("kind", key.kind());
        values.put("namespace", key.namespace());
        values.put("name", key.name());
        return values;
    }

    private static <T> ArrayList<Object> list(List<T> items, Function<T, Object> value) {
        return items.stream().map(value).collect(Collectors.toCollection(ArrayList::new));
    }
}
