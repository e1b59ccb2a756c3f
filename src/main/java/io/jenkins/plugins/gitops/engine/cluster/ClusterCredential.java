package io.jenkins.plugins.gitops.engine.cluster;

import java.util.Objects;
import java.util.function.Supplier;

/** What a cluster is told about who is asking. */
public sealed interface ClusterCredential {

    /** Nothing: only servers that ask for nothing answer. */
    record None() implements ClusterCredential {}

    /**
     * A bearer token.
     *
     * @param current gives the token that is valid now; asked before every request, so that a wait outlives a token
     */
    record Token(Supplier<String> current) implements ClusterCredential {
        public Token {
            Objects.requireNonNull(current);
        }

        /** Leaves the token out. */
        @Override
        public String toString() {
            return "Token[]";
        }
    }

    /**
     * A client certificate.
     *
     * @param certificate in PEM
     * @param key its private key, in PEM
     */
    record ClientCertificate(String certificate, String key) implements ClusterCredential {
        public ClientCertificate {
            Objects.requireNonNull(certificate);
            Objects.requireNonNull(key);
        }

        /** Leaves the key out. */
        @Override
        public String toString() {
            return "ClientCertificate[]";
        }
    }

    /** A token that does not change. */
    static ClusterCredential token(String token) {
        return new Token(new FixedToken(token));
    }

    /** One text is one token: whoever comes with the same shares a connection. */
    record FixedToken(String get) implements Supplier<String> {

        /** Leaves the token out. */
        @Override
        public String toString() {
            return "FixedToken[]";
        }
    }
}
