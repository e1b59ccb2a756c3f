package io.jenkins.plugins.gitops.engine.testbed;

import java.nio.file.Path;
import java.util.List;

/** The command lines of the servers of a control plane whose files are in one folder; nothing listens but on 127.0.0.1. */
final class ServerArguments {
    static final String ETCD_SOCKET = "etcd.sock";
    static final String KUBECONFIG = "kubeconfig";

    private final Path folder;

    ServerArguments(Path folder) {
        this.folder = folder;
    }

    /** On Unix sockets in the folder: no port to find free, and nobody else gets in. */
    List<String> etcd() {
        return List.of(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--log-level=warn",
                "--listen-client-urls=unix://" + folder.resolve(ETCD_SOCKET),
                "--listen-peer-urls=unix://" + folder.resolve("peer.sock"),
                // Nobody is told of it: the one member has no peers. A URL without a host and a port is refused.
                "--advertise-client-urls=http://localhost:1");
    }

    List<String> apiServer(int port, boolean withControllers) {
        return List.of(
                "kube-apiserver",
                "--etcd-servers=unix://" + folder.resolve(ETCD_SOCKET),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--endpoint-reconciler-type=none",
                "--tls-cert-file=" + folder.resolve(Credentials.SERVER_CERTIFICATE),
                "--tls-private-key-file=" + folder.resolve(Credentials.SERVER_KEY),
                "--token-auth-file=" + folder.resolve(Credentials.TOKENS),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + folder.resolve(Credentials.ACCOUNTS_PUBLIC),
                "--service-account-signing-key-file=" + folder.resolve(Credentials.ACCOUNTS_PRIVATE),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--allow-privileged=true",
                // Without controllers no namespace gets the account that this plugin asks for.
                "--disable-admission-plugins=" + (withControllers ? "" : "ServiceAccount"));
    }

    List<String> controllers() {
        return List.of(
                "kube-controller-manager",
                kubeconfig(),
                "--secure-port=0",
                "--leader-elect=false",
                "--kube-api-qps=200",
                "--kube-api-burst=400",
                "--root-ca-file=" + folder.resolve(Credentials.AUTHORITY),
                "--service-account-private-key-file=" + folder.resolve(Credentials.ACCOUNTS_PRIVATE));
    }

    List<String> scheduler() {
        return List.of("kube-scheduler", kubeconfig(), "--secure-port=0", "--leader-elect=false");
    }

    List<String> kwok(Path stages) {
        return List.of("kwok", kubeconfig(), "--config=" + stages, "--manage-all-nodes=true", "--node-port=0");
    }

    private String kubeconfig() {
        return "--kubeconfig=" + folder.resolve(KUBECONFIG);
    }
}
