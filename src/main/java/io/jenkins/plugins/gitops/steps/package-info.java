/** The Pipeline steps: they read the form, look up the credential, call the engine and show the result. */
package io.jenkins.plugins.gitops.steps;
