/** A Kubernetes object and its identity, independent of any client. */
package io.jenkins.plugins.gitops.engine.resource;
