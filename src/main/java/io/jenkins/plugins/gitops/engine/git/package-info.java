/** Git without a work tree: one bare mirror per repository, trees, in-memory commits, compare-and-swap pushes, tags. */
package io.jenkins.plugins.gitops.engine.git;
