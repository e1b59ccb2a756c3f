package io.jenkins.plugins.gitops.engine.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private final AnswerCache cache = new AnswerCache(40_000);

    private static AnswerCache.Key key(int number) {
        return new AnswerCache.Key("me", "https://host.test/" + number);
    }

    private static Answer answer(int size) {
        return new Answer(200, HttpHeaders.of(Map.of("etag", List.of("\"e\"")), (name, value) -> true), new byte[size]);
    }

    @Test
    void forgetsWhatWasUsedLeastOnceItIsFull() {
        for (int i = 0; i < 5; i++) {
            cache.put(key(i), answer(5_000));
        }
        cache.get(key(0));
        cache.put(key(5), answer(5_000));

        assertThat(cache.get(key(0))).isPresent();
        assertThat(cache.get(key(1))).isEmpty();
        assertThat(cache.bytes()).isLessThanOrEqualTo(40_000);
    }

    @Test
    void countsAnAnswerThatTookAnothersPlaceOnce() {
        for (int i = 0; i < 100; i++) {
            cache.put(key(1), answer(1_000));
        }

        assertThat(cache.bytes()).isLessThan(4_000);
    }

    @Test
    void keepsNeitherWhatIsTooBigNorWhatHasNoTag() {
        cache.put(key(1), answer(20_000));
        cache.put(key(2), new Answer(200, HttpHeaders.of(Map.of(), (name, value) -> true), new byte[1]));

        assertThat(cache.bytes()).isZero();
    }
}
