package io.jenkins.plugins.gitops.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.yaml.SafeYaml;
import io.jenkins.plugins.gitops.engine.yaml.YamlLimits;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.Symbol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.DataBoundSetter;

/** The Configuration as Code of the pages names what is there. */
class GettingStartedTest {
    private static final Pattern SNIPPET = Pattern.compile("(?s)```yaml\\n(unclassified:.*?)```");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/getting-started.md",
                "docs/reference/pull-requests.md",
                "docs/guides/gates.md",
                "docs/guides/drift.md"
            })
    void namesTheConfigurationAndItsFields(String page) throws Exception {
        Matcher matcher = SNIPPET.matcher(Files.readString(page(page)));
        assertThat(matcher.find()).isTrue();
        Object snippet = new SafeYaml(YamlLimits.HAND_WRITTEN)
                .load(page, matcher.group(1).getBytes(StandardCharsets.UTF_8))
                .get(0)
                .value();

        Map<?, ?> configurations = (Map<?, ?>) ((Map<?, ?>) snippet).get("unclassified");
        assertThat(List.copyOf(configurations.keySet()))
                .isEqualTo(List.of(GitOpsGlobalConfiguration.class
                        .getAnnotation(Symbol.class)
                        .value()));
        Map<?, ?> fields = (Map<?, ?>) configurations.values().iterator().next();
        assertSettable(GitOpsGlobalConfiguration.class, fields);
        each(fields, "repositories", RepositoryDefinition.class, "name", "url");
        each(fields, "clusters", ClusterDefinition.class, "name");
        each(fields, "gateCommands", GateCommandDefinition.class, "name", "program");
        each(fields, "alerts", AlertDefinition.class, "name", "kind", "credentialsId");
    }

    private static void each(Map<?, ?> fields, String list, Class<?> type, String... ofConstructor) {
        if (fields.get(list) instanceof List<?> definitions) {
            definitions.forEach(definition -> assertSettable(type, (Map<?, ?>) definition, ofConstructor));
        }
    }

    private static void assertSettable(Class<?> type, Map<?, ?> fields, String... ofConstructor) {
        assertThat(fields).isNotEmpty();
        for (Object field : fields.keySet()) {
            String name = (String) field;
            String setter = "set" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
            assertThat(Arrays.asList(ofConstructor).contains(name)
                            || Arrays.stream(type.getMethods())
                                    .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                                    .map(Method::getName)
                                    .anyMatch(setter::equals))
                    .as(name + " of " + type.getSimpleName())
                    .isTrue();
        }
    }

    private static Path page(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(name))) {
            folder = folder.getParent();
        }
        return folder.resolve(name);
    }
}
