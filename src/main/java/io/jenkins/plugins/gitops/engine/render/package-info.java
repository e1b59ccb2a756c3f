/** From a folder of a Git tree to manifests: plain files, Kustomize; cached by Git tree id. */
package io.jenkins.plugins.gitops.engine.render;
