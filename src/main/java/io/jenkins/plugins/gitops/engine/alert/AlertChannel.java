package io.jenkins.plugins.gitops.engine.alert;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * One webhook. Its messages arrive one after the other, in order; what does not arrive is tried again a few times, and
 * then given up with a sentence that tells nothing of the URL. While that takes, no thread is held.
 */
public final class AlertChannel {
    private static final int ATTEMPTS = 6;
    private static final int MOST_WAITING = 50;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final Supplier<Optional<AlertUrl>> url;
    private final AlertPost post;
    private final Executor executor;
    private final AlertTimer timer;
    private final Consumer<String> trouble;
    private final IntFunction<Duration> pauses;
    private final Deque<String> waiting = new ArrayDeque<>();
    private int failures;
    private boolean isBusy;

    /**
     * A webhook that nothing is sent to yet.
     *
     * @param url asked for each time, since it may change
     * @param executor where a server is waited for, until its deadline
     * @param trouble told in a sentence what is not sent, and why
     */
    public AlertChannel(
            Supplier<Optional<AlertUrl>> url,
            AlertPost post,
            Executor executor,
            AlertTimer timer,
            Consumer<String> trouble) {
        this(url, post, executor, timer, trouble, AlertChannel::pause);
    }

    AlertChannel(
            Supplier<Optional<AlertUrl>> url,
            AlertPost post,
            Executor executor,
            AlertTimer timer,
            Consumer<String> trouble,
            IntFunction<Duration> pauses) {
        this.url = url;
        this.post = post;
        this.executor = executor;
        this.timer = timer;
        this.trouble = trouble;
        this.pauses = pauses;
    }

    private static Duration pause(int failures) {
        long millis = FIRST_PAUSE.toMillis() << Math.min(2 * (failures - 1), 10);
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
    }

    /** Sends a message, after those that wait; returns at once. */
    public void send(String body) {
        synchronized (waiting) {
            waiting.addLast(body);
            if (waiting.size() > MOST_WAITING) {
                // the one at the front may be under way
                String front = waiting.removeFirst();
                waiting.removeFirst();
                waiting.addFirst(front);
                trouble.accept("too many alerts wait to be sent, so that the oldest is left out");
            }
            if (isBusy) {
                return;
            }
            isBusy = true;
        }
        executor.execute(this::attempt);
    }

    private void attempt() {
        String body;
        synchronized (waiting) {
            body = waiting.getFirst();
        }
        PostResult result = post(body);
        if (result instanceof PostResult.Postponed postponed && ++failures < ATTEMPTS) {
            timer.in(later(postponed.pause()), () -> executor.execute(this::attempt));
            return;
        }
        if (result instanceof PostResult.Postponed postponed) {
            lost(postponed.why() + ", " + ATTEMPTS + " times");
        } else if (result instanceof PostResult.Rejected rejected) {
            lost(rejected.why());
        }
        next();
    }

    /** A mistake must not hold up the messages after it, and its own sentence may tell the URL. */
    private PostResult post(String body) {
        try {
            return url.get()
                    .map(known -> post.post(known, body))
                    .orElseGet(() -> new PostResult.Rejected("there is no usable URL for it"));
        } catch (RuntimeException e) {
            return new PostResult.Rejected("a mistake was made (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Never sooner than the receiver asks for, and never all at once. */
    private Duration later(Duration asked) {
        Duration pause = asked.plus(pauses.apply(failures));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void lost(String why) {
        trouble.accept("an alert could not be sent, since " + why);
    }

    private void next() {
        failures = 0;
        synchronized (waiting) {
            waiting.removeFirst();
            isBusy = !waiting.isEmpty();
            if (!isBusy) {
                return;
            }
        }
        executor.execute(this::attempt);
    }
}
