/** What drifted, by whose hand and for how long: kept over restarts. */
package io.jenkins.plugins.gitops.engine.monitor.history;
