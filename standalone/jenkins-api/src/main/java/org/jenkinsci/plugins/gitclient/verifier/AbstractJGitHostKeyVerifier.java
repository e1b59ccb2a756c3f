package org.jenkinsci.plugins.gitclient.verifier;

import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

public abstract class AbstractJGitHostKeyVerifier {
    AbstractJGitHostKeyVerifier() {}

    public ServerKeyDatabase getServerKeyDatabase() {
        throw new UnsupportedOperationException("signature only");
    }
}
