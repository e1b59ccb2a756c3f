/**
 * A real Kubernetes control plane on this machine, for tests and for trying things out: started in seconds from the
 * binaries of {@code testbed/build}, reachable from this machine alone, gone when the process ends.
 */
package io.jenkins.plugins.gitops.engine.testbed;
