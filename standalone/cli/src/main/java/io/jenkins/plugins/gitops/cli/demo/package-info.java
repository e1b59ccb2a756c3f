/**
 * The whole story on one machine: a Git server, a cluster, an application with three environments, and stages that each
 * say what they do and check what they claim from outside the engine.
 */
package io.jenkins.plugins.gitops.cli.demo;
