package io.jenkins.plugins.gitops.engine.cluster;

import com.fasterxml.jackson.core.JacksonException;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why no answer came, in a sentence that says where to look. */
final class Unreachable {
    private Unreachable() {}

    static ClusterException because(ClusterAccess access, Call call, IOException e) {
        String server = access.server().getHost() + ":" + access.server().getPort();
        String why;
        if (has(e, UnknownHostException.class)) {
            why = "its host " + access.server().getHost() + " is not known here; check the server URL";
        } else if (has(e, ConnectException.class)) {
            why = "nobody answers at " + server + "; check that it runs and that no firewall is between";
        } else if (has(e, SSLException.class)) {
            why = "no trusted connection to " + server + " comes about (" + e.getMessage()
                    + "); check the authority and the client certificate";
        } else if (has(e, InterruptedIOException.class)
                || has(e, TimeoutException.class)
                || has(e, CancellationException.class)) {
            why = server + " answers too slowly, or not at all";
        } else if (has(e, JacksonException.class)) {
            why = "the answer from " + server + " broke off or is no JSON";
        } else {
            why = "the connection to " + server + " failed: " + e.getMessage();
        }
        return new ClusterException(
                Reason.UNREACHABLE,
                "Could not " + call.verb() + " " + call.subject() + " in cluster " + access.name() + ": " + why,
                e);
    }

    /** Whether the request cannot have reached the server. */
    static boolean neverSent(IOException e) {
        return has(e, ConnectException.class) || has(e, UnknownHostException.class);
    }

    /** Whether asking again gives no other answer: a certificate that is not trusted. */
    static boolean staysSo(IOException e) {
        return has(e, CertificateException.class);
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
