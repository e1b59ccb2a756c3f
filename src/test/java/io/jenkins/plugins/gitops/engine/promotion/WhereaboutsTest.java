package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentSource;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often Git is asked, by a clock of the test's own: the source stands in for a server that fails on command. */
class WhereaboutsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Source source = new Source();
    private final HandClock clock = new HandClock();
    private final Whereabouts whereabouts = new Whereabouts(source, "a", clock);

    private void forAMinute() throws GitException {
        Instant end = clock.instant().plus(MINUTE);
        while (clock.instant().isBefore(end)) {
            whereabouts.refresh();
            assertThat(whereabouts.next()).isAfter(clock.instant());
            clock.now = whereabouts.next();
        }
    }

    @Test
    void asksNowAndThen() throws Exception {
        forAMinute();
        assertThat(source.asked).isEqualTo(6);
        assertThat(whereabouts.relation()).isEqualTo(Whereabouts.Relation.TIP);
    }

    @Test
    void asksLessAndLessWhereNobodyAnswersAndSaysSo() throws Exception {
        source.failure = new GitException(GitException.Reason.UNREACHABLE, "nobody there");
        forAMinute();
        assertThat(source.asked).isBetween(6, 20);
        assertThat(whereabouts.tip()).isNull();
        assertThat(whereabouts.silence()).contains("nobody there");
        source.failure = null;
        forAMinute();
        assertThat(whereabouts.silence()).isEmpty();
        assertThat(whereabouts.tip()).isEqualTo("a");
    }

    @Test
    void asksNoMoreWhereTheCredentialsAreRefused() {
        source.failure = new GitException(GitException.Reason.UNAUTHORIZED, "no");
        assertThatThrownBy(whereabouts::refresh).hasMessage("no");
        assertThat(source.asked).isEqualTo(1);
    }

    @Test
    void aTipThatCannotBeRelatedIsNotPassedOver() throws Exception {
        whereabouts.refresh();
        source.tip = "b";
        source.unreadable = true;
        clock.now = whereabouts.next();
        whereabouts.refresh();
        assertThat(whereabouts.silence()).contains("cannot read a tree");
    }

    @Test
    void aCommitThatChangedNothingIsNotIncludedInWhatDoesNotHoldIt() throws Exception {
        source.trees.put("a", new FixedTree(Map.of("x", "1")));
        source.trees.put("before a", new FixedTree(Map.of("x", "1")));
        source.trees.put("b", new FixedTree(Map.of("x", "2")));
        source.tip = "b";
        whereabouts.refresh();
        assertThat(whereabouts.relation()).isEqualTo(Whereabouts.Relation.NOT_YET);
    }

    static final class Source implements EnvironmentSource {
        private final Map<String, TreeReader> trees = new HashMap<>();
        private String tip = "a";
        private int asked;
        private boolean unreadable;

        @CheckForNull
        private IOException failure;

        @Override
        public String tip() throws IOException {
            asked++;
            if (failure != null) {
                throw failure;
            }
            return tip;
        }

        @Override
        public TreeReader tree(String commit) throws IOException {
            if (unreadable) {
                throw new IOException("cannot read a tree");
            }
            return trees.get(commit);
        }

        @Override
        public TreeReader parentTree(String commit) throws IOException {
            return tree("before " + commit);
        }

        @Override
        public boolean isAncestor(String ancestor, String commit) {
            return false;
        }

        @Override
        public String repository() {
            return "https://git.example.com/config.git";
        }

        @Override
        public String ref() {
            return "main";
        }

        @Override
        public String folder() {
            return "";
        }

        @Override
        public String commit(String revision) {
            return revision;
        }

        @Override
        public DesiredState desired(String commit) {
            return new DesiredState(commit, commit, "shop", List.of());
        }

        @Override
        public Environment environment() {
            throw new UnsupportedOperationException("not asked here");
        }
    }
}
