package io.jenkins.plugins.gitops.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthScriptsTest {
    private static final HealthScript OWN = live -> Optional.empty();
    private static final HealthScript FIRST = live -> Optional.empty();
    private static final HealthScript SECOND = live -> Optional.empty();

    @Test
    void prefersTheScriptNamedAfterTheKind() {
        HealthScripts scripts = new HealthScripts(Map.of("_.example.com/_", FIRST, "db.example.com/Database", OWN));

        assertThat(scripts.scriptFor(new GroupKind("db.example.com", "Database")))
                .containsSame(OWN);
        assertThat(scripts.scriptFor(new GroupKind("db.example.com", "User"))).containsSame(FIRST);
    }

    @Test
    void takesTheFirstWildcardInOrder() {
        HealthScripts scripts = new HealthScripts(Map.of("_.b.com/_", SECOND, "_.a.b.com/_", FIRST));

        assertThat(scripts.scriptFor(new GroupKind("x.a.b.com", "Thing"))).containsSame(FIRST);
        assertThat(scripts.scriptFor(new GroupKind("x.b.com", "Thing"))).containsSame(SECOND);
    }

    @Test
    void aWildcardStaysOnItsSideOfTheSlash() {
        HealthScripts scripts = new HealthScripts(Map.of("_.example.com/_", FIRST, "Config_", SECOND));

        assertThat(scripts.scriptFor(new GroupKind("example.com", "Thing"))).isEmpty();
        assertThat(scripts.scriptFor(new GroupKind("x-example.com", "Thing"))).isEmpty();
        assertThat(scripts.scriptFor(new GroupKind("x.example.com.org", "Thing")))
                .isEmpty();
        assertThat(scripts.scriptFor(new GroupKind("", "ConfigMap"))).containsSame(SECOND);
        assertThat(scripts.scriptFor(new GroupKind("config.x", "ConfigMap"))).isEmpty();
    }

    @Test
    void noneHasNoScripts() {
        assertThat(HealthScripts.none().scriptFor(new GroupKind("apps", "Deployment")))
                .isEmpty();
    }
}
