/** What {@code gitops.yaml} declares: applications, their environments and policies. */
package io.jenkins.plugins.gitops.engine.application;
