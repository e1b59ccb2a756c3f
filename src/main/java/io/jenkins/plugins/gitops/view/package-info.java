/** The pages of the plugin that belong to no build. */
package io.jenkins.plugins.gitops.view;
