package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.yaml.SafeYaml;
import io.jenkins.plugins.gitops.engine.yaml.YamlLimits;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code gitops.yaml} files, all of them together, and tells every mistake at once. */
public final class ConfigurationReader {
    /** The name of the files that are read. */
    public static final String FILE = "gitops.yaml";

    private static final int MOST_FILES = 1000;

    private final SafeYaml yaml = new SafeYaml(YamlLimits.HAND_WRITTEN);

    /**
     * What every {@code gitops.yaml} of a tree declares.
     *
     * @throws ConfigurationProblem where there is a mistake in them
     * @throws IOException where the tree cannot be read, or holds more than a thousand of them
     */
    public Configuration read(TreeReader tree) throws IOException {
        List<String> paths = tree.walk("").stream()
                .filter(ConfigurationReader::isRead)
                .map(TreeEntry::path)
                .toList();
        if (paths.size() > MOST_FILES) {
            throw new IOException("The repository holds more than " + MOST_FILES + " files named " + FILE);
        }
        tree.prefetch(paths);
        Map<String, byte[]> files = new TreeMap<>();
        for (String path : paths) {
            files.put(path, tree.read(path).orElseThrow());
        }
        return read(files);
    }

    private static boolean isRead(TreeEntry entry) {
        boolean file = entry.type() == TreeEntry.Type.FILE || entry.type() == TreeEntry.Type.EXECUTABLE;
        return file && entry.name().equals(FILE);
    }

    /**
     * What files declare.
     *
     * @param files their bytes by path
     * @throws ConfigurationProblem where there is a mistake in them
     */
    public Configuration read(Map<String, byte[]> files) throws ConfigurationProblem {
        Mistakes mistakes = new Mistakes();
        Declarations declarations = new Declarations(mistakes);
        new TreeMap<>(files).forEach((file, bytes) -> {
            declarations.addFile(file);
            document(file, bytes, mistakes)
                    .flatMap(node -> Section.of(file, node, "a map with 'applications'", mistakes))
                    .ifPresent(section -> read(section, declarations));
        });
        List<Application> applications = declarations.resolved();
        if (!mistakes.inOrder().isEmpty()) {
            throw new ConfigurationProblem(mistakes.inOrder());
        }
        return new Configuration(applications);
    }

    /**
     * Ignore rules that stand alone in a file: a map with {@code ignoreDifferences}.
     *
     * @throws ConfigurationProblem where there is a mistake in it
     */
    public List<IgnoreRule> readIgnoreRules(String file, byte[] bytes) throws ConfigurationProblem {
        Mistakes mistakes = new Mistakes();
        List<IgnoreRule> rules = new ArrayList<>();
        document(file, bytes, mistakes)
                .flatMap(node -> Section.of(file, node, "a map with 'ignoreDifferences'", mistakes))
                .ifPresent(section -> {
                    rules.addAll(IgnoreRules.read(section));
                    section.required("ignoreDifferences", Optional.of(rules), rules);
                    section.close(true);
                });
        if (!mistakes.inOrder().isEmpty()) {
            throw new ConfigurationProblem(mistakes.inOrder());
        }
        return rules;
    }

    Optional<YamlNode> document(String file, byte[] bytes, Mistakes mistakes) {
        try {
            List<YamlNode> documents = yaml.nodes(file, bytes);
            if (documents.size() == 1) {
                return Optional.of(documents.get(0));
            }
            int line = documents.isEmpty() ? 1 : documents.get(1).position().line();
            String found = documents.isEmpty() ? "nothing" : "a second document";
            mistakes.add(new Mistake(file, line, 1, found, "one document"));
        } catch (YamlProblem e) {
            mistakes.add(new Mistake(e.file(), e.line(), e.column(), e.found(), e.expected()));
        }
        return Optional.empty();
    }

    private static void read(Section file, Declarations declarations) {
        Optional<Section> defaults = file.section("defaults");
        List<Section> applications = file.sections("applications");
        file.required("applications", Optional.of(applications), applications);
        file.close(true);
        for (Section section : applications) {
            Application application = new ApplicationReader(section).read(defaults);
            declarations.add(application, section);
        }
    }
}
