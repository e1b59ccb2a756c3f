package io.jenkins.plugins.gitops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextListsTest {
    @Test
    void takesEntriesAsAPipelineGivesThem() {
        assertThat(TextLists.entries(List.of("web=web:1", "db=db:2"))).containsExactly("web=web:1", "db=db:2");
    }

    @Test
    void takesTheLinesOfATextBox() {
        assertThat(TextLists.entries(List.of("web=web:1\r\n\r\n  db=db:2  \n")))
                .containsExactly("web=web:1", "db=db:2");
    }

    @Test
    void takesNothing() {
        assertThat(TextLists.entries(null)).isEmpty();
        assertThat(TextLists.entries(Arrays.asList(null, " "))).isEmpty();
    }
}
