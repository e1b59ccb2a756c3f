/** The monitor as Jenkins runs it: from its start to its end, with what is configured, and what builds when there is drift. */
package io.jenkins.plugins.gitops.monitor;
