package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.GateCommands.Definition;
import io.jenkins.plugins.gitops.engine.process.BoundedProcess.Ended;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A command must say yes: exit status 0 opens the gate, 1 keeps it closed, and after anything else nobody knows. Only a
 * command that whoever runs us has defined is run, and nothing of {@code gitops.yaml} is part of its line.
 */
final class CommandGate implements Evaluator {
    private final Gate.Command gate;
    private final GateCommands commands;

    CommandGate(Gate.Command gate, GateCommands commands) {
        this.gate = gate;
        this.commands = commands;
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        Optional<Definition> definition = commands.of(candidate, gate.command());
        if (definition.isEmpty()) {
            return Decision.unknown("No command " + gate.command() + " is defined here for "
                    + candidate.application().name());
        }
        Ended ended = new GateProcess(gate.command(), definition.get(), GateCommands.LONGEST)
                .run(CommandInput.json(candidate, gate.with()));
        return CommandAnswer.read(gate.command(), ended).decision(now);
    }
}
