/** Promote a version into an environment and wait until exactly that is live; verdicts. */
package io.jenkins.plugins.gitops.engine.promotion;
