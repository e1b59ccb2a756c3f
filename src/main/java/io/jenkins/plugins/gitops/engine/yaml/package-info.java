/** YAML read within bounds, and edited by path so that every byte that is not the value stays. */
package io.jenkins.plugins.gitops.engine.yaml;
