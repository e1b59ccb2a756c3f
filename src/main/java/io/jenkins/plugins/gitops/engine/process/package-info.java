/** Runs programs that end, whatever they do. */
package io.jenkins.plugins.gitops.engine.process;
