package io.jenkins.plugins.gitops.engine.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Drift that is allowed until a time: a file in the config repository, on the ref of {@code gitops.yaml}.
 *
 * @param scope which drift
 * @param by who allowed it
 * @param reason why
 * @param since when it was allowed
 * @param until when that ends by itself
 */
public record Lease(Scope scope, String by, String reason, Instant since, Instant until) {
    /** Where they stand, a file each. No application can be named so. */
    public static final String FOLDER = ".gitops/_leases";

    private static final JsonMapper JSON = new JsonMapper();

    /** Whether it still counts. */
    public boolean isActive(Instant now) {
        return now.isBefore(until);
    }

    /**
     * Which drift. What is empty restricts nothing; an application or a cluster is named.
     *
     * @param application the application's name
     * @param environment the environment's name
     * @param cluster as {@code gitops.yaml} names it
     * @param resource {@code Kind}, {@code Kind.group} or {@code Kind.group/name}
     * @param fields JSON pointers
     */
    public record Scope(String application, String environment, String cluster, String resource, List<String> fields) {

        public Scope {
            fields = List.copyOf(fields);
        }

        /** Whether it is about an environment. */
        public boolean covers(Application of, Environment which) {
            return fits(application, of.name())
                    && fits(environment, which.name())
                    && fits(cluster, which.destination().cluster());
        }

        private static boolean fits(String wanted, String found) {
            return wanted.isEmpty() || wanted.equals(found);
        }

        /** What it comes to beside the rules of a policy. */
        public DriftPolicy.Rule rule() {
            return new DriftPolicy.Rule(List.of(), resource, fields, DriftPolicy.Action.ALLOW);
        }
    }

    /** The file, as {@link LeaseReader} reads it. */
    public byte[] toYaml() {
        StringBuilder yaml = new StringBuilder("lease:\n");
        line(yaml, "application", scope.application());
        line(yaml, "environment", scope.environment());
        line(yaml, "cluster", scope.cluster());
        line(yaml, "resource", scope.resource());
        if (!scope.fields().isEmpty()) {
            yaml.append("  fields: ").append(quoted(scope.fields())).append('\n');
        }
        line(yaml, "by", by);
        line(yaml, "reason", reason);
        line(yaml, "since", since.toString());
        line(yaml, "until", until.toString());
        return yaml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder yaml, String key, String value) {
        if (!value.isEmpty()) {
            yaml.append("  ").append(key).append(": ").append(quoted(value)).append('\n');
        }
    }

    /** As JSON, which YAML reads too, whatever is in it. */
    private static String quoted(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts that are no JSON", e);
        }
    }
}
