/** What a monitor has told, as a dashboard shows it. */
package io.jenkins.plugins.gitops.engine.dashboard;
