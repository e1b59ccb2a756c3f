package io.jenkins.plugins.gitops.engine.forge;

/**
 * A pull request that is wanted.
 *
 * @param head the branch that holds the change, without {@code refs/heads/}; it is in the same repository
 * @param base the branch that is to get it
 * @param title its title; cut after 255 characters
 * @param body its text in Markdown; cut after {@link ForgeKind#longestBody()} characters, and says so
 */
public record Proposal(String head, String base, String title, String body) {}
