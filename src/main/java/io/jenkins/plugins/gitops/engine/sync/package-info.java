/** Delivering without a controller: waves, hooks, server-side apply, prune by an inventory, retry. */
package io.jenkins.plugins.gitops.engine.sync;
