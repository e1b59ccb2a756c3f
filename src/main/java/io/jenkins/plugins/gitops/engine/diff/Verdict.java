package io.jenkins.plugins.gitops.engine.diff;

/** Whether an environment is as Git says (Argo CD: sync status). */
public enum Verdict {
    SYNCED,
    OUT_OF_SYNC,
    /** Not everything could be read; said by whoever could not read it. */
    UNKNOWN
}
