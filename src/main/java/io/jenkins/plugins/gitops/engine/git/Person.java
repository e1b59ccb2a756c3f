package io.jenkins.plugins.gitops.engine.git;

/**
 * An author or committer.
 *
 * @param name as people read it
 * @param email an address, or what stands for one
 */
public record Person(String name, String email) {}
