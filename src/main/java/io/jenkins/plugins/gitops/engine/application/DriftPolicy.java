package io.jenkins.plugins.gitops.engine.application;

import java.util.List;

/**
 * What is done about drift; the first rule that matches decides.
 *
 * @param rules in order
 * @param otherwise what is done where no rule matches
 */
public record DriftPolicy(List<Rule> rules, Action otherwise) {

    /** Report only. */
    public static final DriftPolicy DEFAULT = new DriftPolicy(List.of(), Action.AUDIT);

    public DriftPolicy {
        rules = List.copyOf(rules);
    }

    /** What is done about a drift. */
    public enum Action {
        HEAL,
        ALERT,
        APPROVE,
        ALLOW,
        AUDIT
    }

    /**
     * One rule.
     *
     * @param drift the kinds of drift it is for (config, state, scale, image, network, missing, extra); empty: any
     * @param resource {@code Kind}, {@code Kind.group} or {@code Kind.group/name}; empty: any
     * @param fields JSON pointers it is for; empty: any
     * @param action what is done
     */
    public record Rule(List<String> drift, String resource, List<String> fields, Action action) {

        public Rule {
            drift = List.copyOf(drift);
            fields = List.copyOf(fields);
        }
    }
}
