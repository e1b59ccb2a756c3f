/** The {@code gitops} command: the engine from a terminal, a script or another CI system. */
package io.jenkins.plugins.gitops.cli;
