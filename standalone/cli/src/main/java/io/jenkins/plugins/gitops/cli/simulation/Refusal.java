package io.jenkins.plugins.gitops.cli.simulation;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that is not the object asked for: a Kubernetes {@code Status}. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    Refusal(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    int code() {
        return code;
    }

    Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.put("status", "Failure");
        status.put("message", getMessage());
        status.put("reason", reason);
        status.put("code", code);
        return status;
    }
}
