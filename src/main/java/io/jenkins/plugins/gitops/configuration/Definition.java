package io.jenkins.plugins.gitops.configuration;

/** Something that an administrator defined for jobs to use by name. */
interface Definition {

    /** Unique among its kind. */
    String getName();

    /** The folders whose jobs may use it, one a line; empty: none, {@code /}: all. */
    String getAllowedFolders();

    /** What is wrong with it, as a sentence; empty where nothing is. */
    String problem();
}
