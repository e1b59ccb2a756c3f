package io.jenkins.plugins.gitops.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** The Jelly files, their help and the messages: what Jenkins and its content security policy ask of them. */
class FormsTest {
    private static final Path RESOURCES = Repository.ROOT.resolve("src/main/resources");
    private static final Path SOURCES = Repository.ROOT.resolve("src/main/java");
    private static final Pattern CHECK_URL = Pattern.compile("checkUrl\\s*=");

    static List<Path> jellyFiles() {
        return files(RESOURCES, ".jelly");
    }

    static List<Path> helpFiles() {
        return files(RESOURCES, ".html").stream()
                .filter(file -> file.getFileName().toString().startsWith("help"))
                .toList();
    }

    static List<Path> messageFiles() {
        return files(RESOURCES, "Messages.properties");
    }

    @ParameterizedTest
    @MethodSource("jellyFiles")
    void escapesByDefault(Path file) throws IOException {
        assertThat(Files.readAllLines(file).get(0)).isEqualTo("<?jelly escape-by-default='true'?>");
        assertThat(Files.readString(file)).doesNotContain("j:out").doesNotContainPattern(CHECK_URL);
    }

    @ParameterizedTest
    @MethodSource("jellyFiles")
    void keepsScriptsAndStylesOut(Path file) {
        everyElement(Repository.xml(file)).forEach(element -> {
            assertThat(element.getTagName()).as(file.toString()).isNotIn("script", "style");
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(element.getAttributes().item(i).getNodeName())
                        .as(file.toString())
                        .doesNotMatch("on[a-z]+|style");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("jellyFiles")
    void helpsWithEveryField(Path file) {
        everyElement(Repository.xml(file))
                .filter(element -> element.getTagName().equals("f:entry") && element.hasAttribute("field"))
                .forEach(element -> assertThat(file.resolveSibling("help-" + element.getAttribute("field") + ".html"))
                        .isNotEmptyFile());
    }

    @Test
    void helpsWithEveryStep() {
        assertThat(jellyFiles())
                .filteredOn(file -> file.getParent().getParent().endsWith("steps"))
                .isNotEmpty()
                .allSatisfy(file ->
                        assertThat(file.resolveSibling("help.html")).content().contains("<pre>"));
    }

    @ParameterizedTest
    @MethodSource("helpFiles")
    void helpIsOfAFieldThatThereIs(Path file) throws IOException {
        assertThat(Files.readString(file)).startsWith("<div>").endsWith("</div>\n");
        assertThat(Repository.xml(file).getTagName()).isEqualTo("div");
        String name = file.getFileName().toString();
        if (name.startsWith("help-")) {
            String field = name.substring("help-".length(), name.length() - ".html".length());
            boolean shown = read(file.resolveSibling("config.jelly")).contains("field=\"" + field + "\"");
            // a Pipeline has fields that a form cannot show, and their help is in its reference
            assertThat(shown || isSetInCodeAlone(file.getParent(), field))
                    .as(field)
                    .isTrue();
        }
    }

    private static boolean isSetInCodeAlone(Path folder, String field) {
        Path source = SOURCES.resolve(RESOURCES.relativize(folder) + ".java");
        String setter =
                "void set" + Character.toUpperCase(field.charAt(0)) + field.substring(1) + "(@CheckForNull Boolean ";
        return Files.isRegularFile(source) && read(source).contains(setter);
    }

    @ParameterizedTest
    @MethodSource("messageFiles")
    void everyMessageIsUsed(Path file) throws IOException {
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            messages.load(reader);
        }
        Path sources = SOURCES.resolve(RESOURCES.relativize(file.getParent()));
        String code = files(sources, ".java").stream().map(FormsTest::read).collect(Collectors.joining());
        TreeSet<String> used = Pattern.compile("Messages\\._?([A-Za-z0-9_]+)\\(")
                .matcher(code)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> there = messages.stringPropertyNames().stream()
                .map(key -> key.replace('.', '_'))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(there).isEqualTo(used);
    }

    private static Stream<Element> everyElement(Element root) {
        return Stream.concat(Stream.of(root), Repository.children(root).stream().flatMap(FormsTest::everyElement));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
