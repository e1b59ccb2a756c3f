/**
 * A simulated API server for the demo: discovery, LIST, WATCH and server-side apply with field ownership for the handful
 * of kinds the demo uses. The engine has no branch for it, and no test of apply, diff or wait is taken on its word.
 */
package io.jenkins.plugins.gitops.cli.simulation;
