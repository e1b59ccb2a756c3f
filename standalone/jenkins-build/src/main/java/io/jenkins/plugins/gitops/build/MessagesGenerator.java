package io.jenkins.plugins.gitops.build;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * Makes a {@code Messages} class for each {@code Messages.properties} below the folder of the option {@code messages}:
 * a method a key, a parameter a placeholder, as Jenkins's localizer does. The localizer's own plugin cannot be resolved
 * from Maven Central.
 */
public final class MessagesGenerator extends AbstractProcessor {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)");

    private boolean done;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Set.of("messages");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        String folder = processingEnv.getOptions().get("messages");
        if (!done && folder != null) {
            done = true;
            Path root = Path.of(folder);
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        (Iterable<Path>) files.filter(path -> path.endsWith("Messages.properties"))::iterator) {
                    generate(
                            file,
                            root.relativize(file.getParent())
                                    .toString()
                                    .replace('/', '.')
                                    .replace('\\', '.'));
                }
            } catch (IOException failure) {
                processingEnv
                        .getMessager()
                        .printMessage(Diagnostic.Kind.ERROR, "No messages of " + root + ": " + failure);
            }
        }
        return false;
    }

    private void generate(Path file, String packageName) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> messages = new TreeMap<>();
        properties.forEach((key, message) -> messages.put((String) key, (String) message));
        try (Writer out = processingEnv
                .getFiler()
                .createSourceFile(packageName + ".Messages")
                .openWriter()) {
            out.write(
                    "package " + packageName + ";\n\n"
                            + "import org.jvnet.localizer.Localizable;\n"
                            + "import org.jvnet.localizer.ResourceBundleHolder;\n\n"
                            + "public class Messages {\n"
                            + "    private static final ResourceBundleHolder holder = ResourceBundleHolder.get(Messages.class);\n");
            for (Map.Entry<String, String> message : messages.entrySet()) {
                out.write(methods(message.getKey(), placeholders(message.getValue())));
            }
            out.write("}\n");
        }
    }

    private static int placeholders(String message) {
        Matcher matcher = PLACEHOLDER.matcher(message);
        int count = 0;
        while (matcher.find()) {
            count = Math.max(count, Integer.parseInt(matcher.group(1)) + 1);
        }
        return count;
    }

    private static String methods(String key, int placeholders) {
        List<String> arguments = IntStream.range(0, placeholders)
                .mapToObj(index -> "arg" + index)
                .toList();
        String parameters = arguments.stream().map(name -> "Object " + name).collect(Collectors.joining(", "));
        String values =
                Stream.concat(Stream.of("\"" + key + "\""), arguments.stream()).collect(Collectors.joining(", "));
        String name = key.replaceAll("[^A-Za-z0-9_]", "_");
        return """

                public static String %1$s(%2$s) {
                    return holder.format(%3$s);
                }

                public static Localizable _%1$s(%2$s) {
                    return new Localizable(holder, %3$s);
                }
            """.formatted(name, parameters, values);
    }
}
