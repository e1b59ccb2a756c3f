package io.jenkins.plugins.gitops.engine.forge;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers with an ETag, the least used gone first once they are too many bytes. */
final class AnswerCache {
    /** What an entry takes beside its body, roughly. */
    private static final int OVERHEAD = 2_048;

    private final long limit;
    private final Map<Key, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** A cache of so many bytes. */
    AnswerCache(long limit) {
        this.limit = limit;
    }

    /**
     * Whose answer to what.
     *
     * @param fingerprint of the token: another may see less
     * @param url asked for
     */
    record Key(String fingerprint, String url) {}

    synchronized Optional<Answer> get(Key key) {
        return Optional.ofNullable(answers.get(key));
    }

    /** Keeps an answer if it has an ETag, and forgets an earlier one in any case. */
    synchronized void put(Key key, Answer answer) {
        Answer earlier = answers.remove(key);
        if (earlier != null) {
            bytes -= size(earlier);
        }
        if (answer.status() == 200 && answer.header("etag").matches("[ -~]+") && size(answer) <= limit / 4) {
            answers.put(key, answer);
            bytes += size(answer);
        }
        Iterator<Answer> eldest = answers.values().iterator();
        while (bytes > limit) {
            bytes -= size(eldest.next());
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    private static long size(Answer answer) {
        return answer.body().length + (long) OVERHEAD;
    }
}
