package io.jenkins.plugins.gitops.engine.application;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A condition on a promotion: declared and validated here, decided by the package {@code gate}. */
public sealed interface Gate {

    /** Unique in its environment. */
    String name();

    /**
     * People must agree. Where nobody is named, whoever the forge lets approve may.
     *
     * @param users who may, by Jenkins user id
     * @param groups whose members may
     * @param count how many must
     * @param self whether the one who promotes may approve too
     * @param forge whether approvals given in the forge count too
     */
    record Approval(String name, List<String> users, List<String> groups, int count, boolean self, boolean forge)
            implements Gate {

        public Approval {
            users = List.copyOf(users);
            groups = List.copyOf(groups);
        }
    }

    /**
     * The version must have been live and healthy for a while in the environments it comes from.
     *
     * @param duration how long
     */
    record Soak(String name, Duration duration) implements Gate {}

    /**
     * The time must be right; a denied window stands over an allowed one (Argo CD: sync windows).
     *
     * @param allow where there are any, one must be open
     * @param deny none may be open
     * @param timeZone in which the schedules are read
     */
    record Window(String name, List<Opening> allow, List<Opening> deny, ZoneId timeZone) implements Gate {

        public Window {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
        }
    }

    /**
     * When a window opens, and for how long.
     *
     * @param schedule a cron expression of five fields
     * @param duration how long it stays open
     */
    record Opening(String schedule, Duration duration) {}

    /**
     * Commit statuses must be successful.
     *
     * @param contexts their names
     */
    record Checks(String name, List<String> contexts) implements Gate {

        public Checks {
            contexts = List.copyOf(contexts);
        }
    }

    /**
     * Environments must be live and healthy at exactly the version promoted.
     *
     * @param environments their names; those of {@code after} where none are written, so empty where there are none before
     */
    record Healthy(String name, List<String> environments) implements Gate {

        public Healthy {
            environments = List.copyOf(environments);
        }
    }

    /**
     * Environments must run what Git says.
     *
     * @param environments their names; those of {@code after} where none are written, so empty where there are none before
     */
    record Drift(String name, List<String> environments) implements Gate {

        public Drift {
            environments = List.copyOf(environments);
        }
    }

    /**
     * The last build of a job must have been successful.
     *
     * @param job its full name, resolved by whoever runs us
     * @param parameter the build parameter that must hold the version promoted; empty: any build counts
     * @param maxAge how long ago the build may have ended; empty: any time
     * @param unstable whether an unstable build counts as successful
     */
    record Job(String name, String job, Optional<String> parameter, Optional<Duration> maxAge, boolean unstable)
            implements Gate {}

    /**
     * The tests of the build that promotes must have passed.
     *
     * @param failed how many may have failed
     * @param skipped how many may have been left out; empty: any number
     * @param least how many must have run: a build without tests proves nothing
     */
    record Tests(String name, int failed, OptionalInt skipped, int least) implements Gate {}

    /**
     * An image scanner must not have found too much.
     *
     * @param report the name under which the build hands in its report; never a place to fetch one from
     * @param format how it is written; empty: recognised
     * @param most how many findings of a severity may be there; a severity that is not in it may have any number
     * @param ignored findings that do not count
     */
    record Scan(
            String name,
            String report,
            Optional<ScanFormat> format,
            Map<Severity, Integer> most,
            List<IgnoredFinding> ignored)
            implements Gate {

        /** What holds where nothing is said: nothing critical, nothing high. */
        public static final Map<Severity, Integer> MOST = Map.of(Severity.CRITICAL, 0, Severity.HIGH, 0);

        public Scan {
            most = Map.copyOf(most);
            ignored = List.copyOf(ignored);
        }
    }

    /** How the report of a scanner is written. */
    enum ScanFormat {
        SARIF,
        TRIVY,
        AQUA,
        PRISMA
    }

    /** How bad a finding is; the worst first. */
    enum Severity {
        CRITICAL,
        HIGH,
        MEDIUM,
        LOW,
        UNKNOWN
    }

    /**
     * A finding that does not count.
     *
     * @param id such as {@code CVE-2026-1234}
     * @param until the last day, in UTC, on which it does not count; empty: ever
     */
    record IgnoredFinding(String id, Optional<LocalDate> until) {}

    /**
     * An expression over the promotion and its manifests must be true.
     *
     * @param expression in CEL, as {@link PolicyExpression} compiles it
     * @param reason what is told where it is false; empty: the expression itself
     */
    record Policy(String name, String expression, Optional<String> reason) implements Gate {}

    /** The API server of the destination must accept the manifests in a dry run, with all its admission control. */
    record Admission(String name) implements Gate {}

    /**
     * A command must say yes.
     *
     * @param command the name of one that whoever runs us has defined; never a command line
     * @param with what it is told beside the promotion
     */
    record Command(String name, String command, Map<String, String> with) implements Gate {

        public Command {
            with = Map.copyOf(with);
        }
    }
}
