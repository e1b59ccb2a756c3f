/** What an administrator defines in Jenkins: the clusters and repositories that jobs may use, by name. */
package io.jenkins.plugins.gitops.configuration;
