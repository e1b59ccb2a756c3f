package io.jenkins.plugins.gitops.engine.promotion;

/**
 * A change as a pull request shows it.
 *
 * @param note what the diff is of, as a sentence
 * @param diff unified, without the values of Secrets
 */
record ShownChange(String note, String diff) {}
