package io.jenkins.plugins.gitops.steps;

import hudson.model.Job;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.gitops.engine.gate.JobResults;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** What became of the builds of jobs, as far as a build may see them. */
record JenkinsJobs(Run<?, ?> build) {
    private static final int RECENT = 50;

    /** As {@link JobResults#of}. */
    @SuppressWarnings("try") // who it is done as is not referred to
    List<JobResults.Run> of(String job) throws IOException {
        Job<?, ?> own = build.getParent();
        Authentication who = own instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
        try (ACLContext ignored = ACL.as2(who)) {
            Job<?, ?> found = Jenkins.get().getItemByFullName(job, Job.class);
            if (found == null) {
                throw new IOException("There is no job " + job + ", or " + own.getFullName() + " may not see it");
            }
            List<JobResults.Run> runs = new ArrayList<>();
            for (Run<?, ?> each = found.getLastBuild(); each != null && runs.size() < RECENT; ) {
                runs.add(run(each));
                each = each.getPreviousBuild();
            }
            return runs;
        }
    }

    private static JobResults.Run run(Run<?, ?> run) {
        Map<String, String> parameters = new HashMap<>();
        for (ParametersAction action : run.getActions(ParametersAction.class)) {
            for (ParameterValue value : action.getParameters()) {
                if (!value.isSensitive() && value.getValue() != null) {
                    parameters.put(value.getName(), String.valueOf(value.getValue()));
                }
            }
        }
        JobResults.Result result = result(run);
        Optional<Instant> finished = result == JobResults.Result.RUNNING
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(run.getStartTimeInMillis() + run.getDuration()));
        return new JobResults.Run(run.getFullDisplayName(), parameters, result, finished);
    }

    private static JobResults.Result result(Run<?, ?> run) {
        if (run.isBuilding()) {
            return JobResults.Result.RUNNING;
        }
        Result result = run.getResult();
        if (Result.SUCCESS.equals(result)) {
            return JobResults.Result.SUCCESS;
        }
        return Result.UNSTABLE.equals(result) ? JobResults.Result.UNSTABLE : JobResults.Result.FAILURE;
    }
}
