package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy.Action;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.DriftKind;
import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.resource.JsonPointer;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code gitops.yaml} says is done about a drift; the first rule that matches a field decides about it. */
final class DriftPolicyRules {
    /** Of the actions for the fields of one object the strongest is the object's. */
    private static final List<Action> BY_STRENGTH =
            List.of(Action.ALLOW, Action.AUDIT, Action.ALERT, Action.APPROVE, Action.HEAL);

    private final DriftPolicy policy;

    DriftPolicyRules(DriftPolicy policy) {
        this.policy = policy;
    }

    /**
     * Those of an environment. Where it says nothing of drift, Argo CD's {@code selfHeal} does: everything is healed.
     */
    static DriftPolicyRules of(Environment environment) {
        boolean heal = environment.sync().selfHeal() && environment.drift().equals(DriftPolicy.DEFAULT);
        return new DriftPolicyRules(heal ? new DriftPolicy(List.of(), Action.HEAL) : environment.drift());
    }

    /** The same after others, which decide first. */
    DriftPolicyRules after(List<DriftPolicy.Rule> others) {
        if (others.isEmpty()) {
            return this;
        }
        List<DriftPolicy.Rule> all = new ArrayList<>(others);
        all.addAll(policy.rules());
        return new DriftPolicyRules(new DriftPolicy(all, policy.otherwise()));
    }

    /** What of a difference is no allowed one; empty where all is. */
    Optional<ResourceDiff> notAllowed(ResourceDiff diff) {
        if (diff.change() != Change.MODIFIED) {
            return Optional.of(diff).filter(whole -> action(whole) != Action.ALLOW);
        }
        return Optional.of(diff.only(field -> action(diff.key(), field) != Action.ALLOW))
                .filter(rest -> rest.change() != Change.NONE);
    }

    /** What is done about a difference. */
    Action action(ResourceDiff diff) {
        if (diff.change() != Change.MODIFIED) {
            return action(diff.key(), kinds(diff).get(0), "");
        }
        return diff.fields().stream()
                .map(field -> action(diff.key(), field))
                .max(Comparator.comparing(BY_STRENGTH::indexOf))
                .orElse(Action.ALLOW);
    }

    /** What is done about a differing field. */
    Action action(ResourceKey key, FieldDiff field) {
        DriftKind kind =
                DriftKind.of(key.groupKind(), JsonPointer.parse(field.path()).steps());
        return action(key, word(kind), field.path());
    }

    private Action action(ResourceKey key, String kind, String path) {
        return policy.rules().stream()
                .filter(rule -> rule.drift().isEmpty() || rule.drift().contains(kind))
                .filter(rule -> rule.resource().isEmpty() || isAbout(rule.resource(), key))
                .filter(rule ->
                        rule.fields().isEmpty() || rule.fields().stream().anyMatch(field -> holds(field, path)))
                .findFirst()
                .map(DriftPolicy.Rule::action)
                .orElse(policy.otherwise());
    }

    /** A kind without a group is one of any group. */
    private static boolean isAbout(String resource, ResourceKey key) {
        int slash = resource.indexOf('/');
        String kind = slash < 0 ? resource : resource.substring(0, slash);
        boolean ofKind = kind.equals(key.kind()) || kind.equals(key.groupKind().toString());
        return ofKind && (slash < 0 || resource.substring(slash + 1).equals(key.name()));
    }

    private static boolean holds(String pointer, String path) {
        return path.equals(pointer) || path.startsWith(pointer + "/");
    }

    /** The kinds of a difference in the words of {@code gitops.yaml}. A whole object is missing or extra and nothing else. */
    static List<String> kinds(ResourceDiff diff) {
        return switch (diff.change()) {
            case MISSING -> List.of("missing");
            case ADDED -> List.of("extra");
            default ->
                diff.drift().stream().sorted().map(DriftPolicyRules::word).toList();
        };
    }

    private static String word(DriftKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
