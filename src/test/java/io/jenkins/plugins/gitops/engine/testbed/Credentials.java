package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.UUID;

/**
 * What a control plane proves itself with, made anew for each.
 *
 * @param authority signs the certificates of its servers
 * @param server the API server's key and certificate
 * @param accounts the keys by which the API server signs the tokens of service accounts
 * @param admin the user who may do everything
 */
record Credentials(CertificateAuthority authority, ServerIdentity server, KeyPair accounts, User admin) {
    static final String AUTHORITY = "ca.crt";
    static final String SERVER_CERTIFICATE = "server.crt";
    static final String SERVER_KEY = "server.key";
    static final String ACCOUNTS_PRIVATE = "accounts.key";
    static final String ACCOUNTS_PUBLIC = "accounts.pub";
    static final String TOKENS = "tokens.csv";

    static Credentials create() {
        try {
            CertificateAuthority authority = CertificateAuthority.create("testbed");
            User admin = new User("admin", UUID.randomUUID().toString());
            return new Credentials(authority, authority.issue("kube-apiserver"), CertificateAuthority.newKeys(), admin);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot make certificates", e);
        }
    }

    /** Writes the files that the servers are pointed to. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(AUTHORITY), authority.pem());
        Files.writeString(folder.resolve(SERVER_CERTIFICATE), Pem.of(server.certificate()));
        Files.writeString(folder.resolve(SERVER_KEY), Pem.of(server.key()));
        Files.writeString(folder.resolve(ACCOUNTS_PRIVATE), Pem.of(accounts.getPrivate()));
        Files.writeString(folder.resolve(ACCOUNTS_PUBLIC), Pem.of(accounts.getPublic()));
        Files.writeString(folder.resolve(TOKENS), "%s,%s,%2$s,system:masters%n".formatted(admin.token(), admin.name()));
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return "Credentials[" + admin + "]";
    }
}
