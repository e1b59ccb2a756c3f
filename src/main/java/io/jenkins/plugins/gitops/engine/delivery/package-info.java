/** Who delivers: the plugin itself, Argo CD, Flux or somebody else's stage; and what is live of an environment. */
package io.jenkins.plugins.gitops.engine.delivery;
