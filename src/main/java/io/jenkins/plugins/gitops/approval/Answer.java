package io.jenkins.plugins.gitops.approval;

/**
 * What somebody says on the page.
 *
 * @param proposal what they were shown, by its id
 * @param gate the gate that asks
 * @param approver who
 * @param approves whether they agree
 * @param reason why; may be empty
 */
public record Answer(String proposal, String gate, Approver approver, boolean approves, String reason) {}
