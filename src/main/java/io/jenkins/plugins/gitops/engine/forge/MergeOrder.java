package io.jenkins.plugins.gitops.engine.forge;

/**
 * What is to be merged, and how.
 *
 * @param method how it comes into the base
 * @param expectedHead the full id of the commit that was reviewed; with another head nothing is merged
 * @param title the first line of the new commit's message; a rebase makes none
 * @param message the rest of it, with its trailers at the end
 */
public record MergeOrder(MergeMethod method, String expectedHead, String title, String message) {
    String fullMessage() {
        return message.isBlank() ? title : title + "\n\n" + message;
    }
}
