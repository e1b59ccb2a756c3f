package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.gitops.engine.application.Durations;
import io.jenkins.plugins.gitops.engine.gate.GateCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A program of the controller that decides gates of promotions by jobs of some folders. It is the administrator's alone:
 * neither a Jenkinsfile nor {@code gitops.yaml} is part of its line.
 */
public final class GateCommandDefinition extends Definition<GateCommandDefinition> {
    private final String program;
    private String arguments = "";
    private String timeout = "1m";

    /** A command that gates of no job may ask yet. */
    @DataBoundConstructor
    public GateCommandDefinition(String name, String program) {
        super(name);
        this.program = Util.fixNull(program).strip();
    }

    /** An absolute path on the controller. */
    public String getProgram() {
        return program;
    }

    /** Its arguments, one a line, as they are: no shell reads them. */
    public String getArguments() {
        return arguments;
    }

    @DataBoundSetter
    public void setArguments(String arguments) {
        this.arguments = Lines.joined(arguments);
    }

    /** How long it may take, such as {@code 30s}. */
    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        String given = Util.fixEmptyAndTrim(timeout);
        this.timeout = given == null ? "1m" : given;
    }

    @Override
    String problem() {
        return Stream.of(Checks.name(getName()), Checks.program(program), Checks.gateTimeout(timeout))
                .filter(problem -> !problem.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** What is run. */
    GateCommands.Definition command() {
        List<String> line = new ArrayList<>(Lines.of(arguments));
        line.add(0, program);
        return new GateCommands.Definition(line, Map.of(), Durations.parse(timeout));
    }

    /** The form. Nothing is run. */
    @Extension
    @Symbol("gateCommand")
    public static final class DescriptorImpl extends DefinitionDescriptor<GateCommandDefinition> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GateCommandDefinition_displayName();
        }

        /** Says what a program must be, and where there is none. */
        @POST
        public FormValidation doCheckProgram(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String problem = Checks.program(value);
            return problem.isEmpty() && !Files.isExecutable(Path.of(value.strip()))
                    ? FormValidation.warning(Messages.GateCommandDefinition_notThere())
                    : Checks.shown(problem);
        }

        /** Says how long a command may take. */
        @POST
        public FormValidation doCheckTimeout(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String given = Util.fixEmptyAndTrim(value);
            return given == null ? FormValidation.ok() : Checks.shown(Checks.gateTimeout(given));
        }
    }
}
