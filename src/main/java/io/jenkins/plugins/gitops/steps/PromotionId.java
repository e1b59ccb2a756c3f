package io.jenkins.plugins.gitops.steps;

import hudson.model.Run;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** The stable id of a promotion: the same after a restart, and no other's, even of another Jenkins. */
final class PromotionId {
    private static final int INSTANCE_LENGTH = 12;

    private PromotionId() {}

    static String of(Run<?, ?> build, FlowNode node) {
        return of(Jenkins.get().getLegacyInstanceId(), build.getExternalizableId(), node.getId());
    }

    static String of(String instance, String build, String node) {
        return instance.substring(0, Math.min(INSTANCE_LENGTH, instance.length())) + "/" + build + "/" + node;
    }
}
