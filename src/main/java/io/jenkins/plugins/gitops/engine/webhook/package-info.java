/** What Git hosts tell by webhook: who says so, which repository it is about, and whether they still tell everything. */
package io.jenkins.plugins.gitops.engine.webhook;
