package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A guide that is gone through: its files are written, its commands are run, and print what it says. */
final class ConsoleGuide {
    private static final Pattern FILE = Pattern.compile("(?ms)^```yaml (\\S+)\n(.*?)^```$");
    private static final Pattern CONSOLE = Pattern.compile("(?ms)^```console\n(.*?)^```$");

    private final String text;
    private final Path work;
    private final Shell shell;
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> shown;

    /**
     * @param work where its files are written and its commands run
     * @param url of the repository, as its variable URL
     * @param shown what the guide shows in place of what is another here, the longest first
     */
    ConsoleGuide(String name, Path work, Shell shell, String url, Map<String, String> shown) throws IOException {
        this.text = Files.readString(guides().resolve(name + ".md"));
        this.work = Files.createDirectories(work);
        this.shell = shell;
        this.shown = shown;
        variables.putAll(Program.git(work).variables());
        variables.put("URL", url);
    }

    /** Sets a variable for its commands. */
    ConsoleGuide with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Writes its files. */
    void writeFiles() throws IOException {
        Matcher files = FILE.matcher(text);
        while (files.find()) {
            Path file = work.resolve(files.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, files.group(2));
        }
    }

    /** Runs its commands, and compares what they print. */
    void printsWhatItSays() throws Exception {
        Matcher consoles = CONSOLE.matcher(text);
        int commands = 0;
        while (consoles.find()) {
            for (Step step : Step.of(consoles.group(1))) {
                assertThat(normal(run(step.command())))
                        .as("$ " + step.command())
                        .isEqualTo(normal(step.output()));
                commands++;
            }
        }
        assertThat(commands).isGreaterThan(5);
        assertThat(text).contains("```groovy\npipeline {");
    }

    /** A command of a guide, and what it is said to print. */
    private record Step(String command, String output) {
        static List<Step> of(String console) {
            List<Step> steps = new ArrayList<>();
            for (String part : console.split("(?m)^\\$ ")) {
                if (!part.isEmpty()) {
                    int end = part.indexOf('\n');
                    steps.add(new Step(part.substring(0, end), part.substring(end + 1)));
                }
            }
            return steps;
        }
    }

    private String run(String command) throws Exception {
        Matcher assignment = Pattern.compile("([A-Z]+)=(\\$\\(.*\\))").matcher(command);
        if (assignment.matches()) {
            variables.put(
                    assignment.group(1),
                    sh("echo \"" + assignment.group(2) + "\"").strip());
            return "";
        }
        if (!command.startsWith("gitops ")) {
            return sh(command);
        }
        String[] arguments = sh("set -- " + command.substring("gitops ".length()) + "; printf '%s\\n' \"$@\"")
                .split("\n");
        Ended ended = shell.run(arguments);
        return ended.out() + ended.err();
    }

    String sh(String command) throws Exception {
        return new Program(List.of("sh"), work, variables).run("-c", command);
    }

    /** What is another on every run looks the same. */
    private String normal(String output) {
        String normal = output;
        for (Map.Entry<String, String> place : shown.entrySet()) {
            normal = normal.replace(place.getKey(), place.getValue());
        }
        return normal.replaceAll("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "UUID")
                .replaceAll("\\b[0-9a-f]{40}\\b", "COMMIT")
                .replaceAll("\\b[0-9a-f]{10}\\b", "SHORT")
                .replaceAll("\\b\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("after \\d+\\.\\d s", "after N s")
                .stripTrailing();
    }

    private static Path guides() {
        Path above = Path.of("").toAbsolutePath();
        while (!Files.exists(above.resolve("docs/guides"))) {
            above = above.getParent();
        }
        return above.resolve("docs/guides");
    }
}
