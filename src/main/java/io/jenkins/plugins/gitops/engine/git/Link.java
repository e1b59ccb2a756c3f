package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import java.net.HttpURLConnection;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;

/** One transport to the server, set up from the access alone, and what its failures mean. */
final class Link implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Link.class.getName());

    private final RepositoryAccess access;
    private final HttpConnections http;
    private final Transport transport;

    private Link(RepositoryAccess access, HttpConnections http, Transport transport) {
        this.access = access;
        this.http = http;
        this.transport = transport;
    }

    static Link open(RepositoryAccess access, @CheckForNull SshdSessionFactory ssh, Repository local)
            throws GitException {
        if (access.url().kind() == GitUrl.Kind.LOCAL
                && !Files.isDirectory(Path.of(access.url().address()))) {
            throw noRepository(access);
        }
        HttpConnections http = new HttpConnections(access.proxies());
        try {
            Transport transport = Transport.open(local, uri(access));
            transport.setTimeout((int) access.timeout().toSeconds());
            transport.setPackConfig(packs());
            transport.setPushThin(true);
            if (transport instanceof TransportHttp smart) {
                smart.setHttpConnectionFactory(http);
                if (access.credentials() instanceof GitCredentials.UsernamePassword basic) {
                    smart.setPreemptiveBasicAuthentication(basic.username(), basic.password());
                } else if (access.credentials() instanceof GitCredentials.CurrentPassword current) {
                    GitCredentials.UsernamePassword basic = current.login().get();
                    smart.setPreemptiveBasicAuthentication(basic.username(), basic.password());
                }
            } else if (transport instanceof SshTransport secure) {
                secure.setSshSessionFactory(ssh);
            }
            return new Link(access, http, transport);
        } catch (URISyntaxException | NotSupportedException | TransportException e) {
            throw access.url().kind() == GitUrl.Kind.LOCAL
                    ? noRepository(access)
                    : new GitException(Reason.UNREACHABLE, "Cannot reach " + access.url(), e);
        }
    }

    private static GitException noRepository(RepositoryAccess access) {
        return new GitException(Reason.NOT_FOUND, "There is no Git repository at " + access.url());
    }

    private static URIish uri(RepositoryAccess access) throws URISyntaxException {
        GitUrl url = access.url();
        URIish uri = new URIish(url.address());
        if (url.kind() != GitUrl.Kind.SSH) {
            return uri;
        }
        String user = url.user();
        if (user == null && access.credentials() instanceof GitCredentials.SshKey key) {
            user = key.username();
        }
        return uri.setUser(user == null ? "git" : user);
    }

    /** A promotion's pack is a handful of objects: threads would cost more than they bring. */
    private static PackConfig packs() {
        PackConfig packs = new PackConfig();
        packs.setThreads(1);
        packs.setDeltaCompress(true);
        packs.setBuildBitmaps(false);
        return packs;
    }

    Transport transport() {
        return transport;
    }

    /** Pushes over a connection of this transport. */
    PushOutcome push(PushConnection connection, RemoteRefUpdate update) {
        try {
            connection.push(NullProgressMonitor.INSTANCE, Map.of(update.getRemoteName(), update));
        } catch (TransportException | RuntimeException e) {
            LOGGER.log(Level.FINE, "The answer to a push is lost", e);
            GitException failure = failure(e);
            // a server that asks for other credentials did nothing
            boolean unknown = failure.reason() == Reason.UNREACHABLE;
            return new PushOutcome(
                    unknown ? PushOutcome.State.UNKNOWN : PushOutcome.State.REFUSED, failure.getMessage());
        }
        return switch (update.getStatus()) {
            case OK -> new PushOutcome(PushOutcome.State.ACCEPTED, "");
            case AWAITING_REPORT, NOT_ATTEMPTED ->
                new PushOutcome(PushOutcome.State.UNKNOWN, "the server reports nothing about pushes");
            default -> new PushOutcome(PushOutcome.State.REFUSED, Words.of(update.getMessage()));
        };
    }

    /** What a failure of this transport means. The server's own words are shown, never looked at. */
    GitException failure(Exception e) {
        String url = access.url().toString();
        int status = http.lastStatus();
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN) {
            return new GitException(
                    Reason.UNAUTHORIZED,
                    url + " answered " + status + ": check that the credentials are right and may read and push",
                    e);
        }
        SshException ssh = find(e, SshException.class);
        if (ssh != null) {
            int code = ssh.getDisconnectCode();
            if (code == SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE) {
                return new GitException(
                        Reason.UNAUTHORIZED, "The host key of " + url + " is not among the known ones", e);
            }
            if (code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
                return new GitException(Reason.UNAUTHORIZED, url + " accepts none of the ssh keys given", e);
            }
        }
        if (status == HttpURLConnection.HTTP_NOT_FOUND || find(e, NoRemoteRepositoryException.class) != null) {
            return new GitException(
                    Reason.NOT_FOUND, "There is no repository " + url + ", or it is hidden from these credentials", e);
        }
        return new GitException(Reason.UNREACHABLE, "No proper answer from " + url + ": " + Words.of(e), e);
    }

    @CheckForNull
    static <T> T find(@CheckForNull Throwable failure, Class<T> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    @Override
    public void close() {
        transport.close();
    }
}
