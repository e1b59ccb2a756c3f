/** An environment's desired state: found in Git, rendered, placed in its namespace. */
package io.jenkins.plugins.gitops.engine.desired;
