/** Git hosts with pull requests: one interface over GitHub, GitLab, Bitbucket, Gitea and Azure DevOps. */
package io.jenkins.plugins.gitops.engine.forge;
