package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.cli.demo.DemoCluster;
import io.jenkins.plugins.gitops.cli.demo.GitServer;
import io.jenkins.plugins.gitops.cli.demo.Gitops;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs the command in this process, seeing only what the demo set up. */
public final class DemoShell implements Gitops {
    private final Map<String, String> environment;

    private DemoShell(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @param folder where the command keeps what it caches */
    public static DemoShell of(GitServer git, DemoCluster cluster, Path folder) {
        Map<String, String> environment = new HashMap<>();
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("GITOPS_USERNAME", git.user());
        environment.put("GITOPS_PASSWORD", git.password());
        environment.put("KUBECONFIG", cluster.kubeconfig().toString());
        environment.put("GIT_AUTHOR_NAME", "gitops demo");
        environment.put("GIT_AUTHOR_EMAIL", "demo@localhost");
        return new DemoShell(environment);
    }

    @Override
    public Gitops as(String person) {
        Map<String, String> theirs = new HashMap<>(environment);
        theirs.put("GIT_AUTHOR_NAME", person);
        return new DemoShell(theirs);
    }

    @Override
    public Ended run(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = run(arguments, out, err);
        return new Ended(status, out.toString(), err.toString());
    }

    @Override
    public Running start(List<String> arguments) {
        return StartedCommand.start((out, err) -> run(arguments, out, err));
    }

    private int run(List<String> arguments, Writer out, Writer err) {
        String[] line = arguments.toArray(String[]::new);
        CommandLine command = GitOps.commandLine(environment, false, line)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return command.execute(line);
    }
}
