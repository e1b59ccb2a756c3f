package io.jenkins.plugins.gitops.engine.monitor;

/** Whose hand a drift was. Says no more than the name of the field manager does. */
public sealed interface Attribution {

    /** The field manager, as managedFields name it; empty where none is known. */
    String manager();

    /** Who it was, in a word for programs: {@code person}. */
    String who();

    /** A build of Jenkins. */
    record JenkinsBuild(String manager) implements Attribution {
        @Override
        public String who() {
            return "jenkins-build";
        }
    }

    /** Argo CD, Flux, Fleet or another installation of this product. */
    record GitOpsController(String manager) implements Attribution {
        @Override
        public String who() {
            return "gitops-controller";
        }
    }

    /** Something that scales workloads. */
    record Autoscaler(String manager) implements Attribution {
        @Override
        public String who() {
            return "autoscaler";
        }
    }

    /** A webhook, or a controller of policies, that changes what others write. */
    record AdmissionWebhook(String manager) implements Attribution {
        @Override
        public String who() {
            return "admission-webhook";
        }
    }

    /** Somebody with a tool such as kubectl. Whether it was run by a script nobody can tell. */
    record Person(String manager) implements Attribution {
        @Override
        public String who() {
            return "person";
        }
    }

    /** A program that no rule knows, or nobody: who removed a field or an object, the cluster does not record. */
    record Unknown(String manager) implements Attribution {
        @Override
        public String who() {
            return "unknown";
        }
    }
}
