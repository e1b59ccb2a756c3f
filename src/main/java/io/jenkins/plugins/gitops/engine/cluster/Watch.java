package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A watch that keeps itself going: it lists, then streams from there; where the stream ends it goes on from the last
 * version it saw (bookmarks keep that fresh), where the server has forgotten that version it lists anew, and after a
 * failure it waits, longer each time. One step follows the other, so the listener is never called twice at once.
 */
final class Watch implements Watching {
    private static final Logger LOGGER = Logger.getLogger(Watch.class.getName());

    /** Servers send a bookmark about every minute; a stream that is silent for longer than two is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(130);

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration RELIST = Duration.ofSeconds(10);
    private static final int SHORTEST_STREAM_SECONDS = 240;
    private static final int GONE = 410;

    /** Lists everything, waiting for the answer. */
    interface Lister {
        Answers.Page list() throws ClusterException;
    }

    /** The stream under way, once it is asked for. */
    private record Stream(CompletableFuture<?> answer) {}

    private final Call call;
    private final ResourceType type;
    private final Streams streams;
    private final Timer timer;
    private final Lister lister;
    private final WatchListener listener;
    private final Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));
    private final AtomicReference<Stream> open = new AtomicReference<>();
    private volatile boolean closed;
    private volatile long heard;
    private String version = "";

    /** Whether what was told last still holds, so that its loss is to be told. */
    private boolean current = true;

    /** Whether the server streams, or it was told that it does. */
    private boolean streaming;

    private volatile int status;
    private Map<String, Object> refusal = Map.of();

    Watch(Call call, ResourceType type, Streams streams, Timer timer, Lister lister, WatchListener listener) {
        this.call = call;
        this.type = type;
        this.streams = streams;
        this.timer = timer;
        this.lister = lister;
        this.listener = listener;
    }

    void start() {
        later(this::list, Duration.ZERO);
    }

    @Override
    public void close() {
        closed = true;
        Stream stream = open.getAndSet(null);
        if (stream != null) {
            stream.answer().cancel(true);
        }
    }

    private void list() {
        if (closed) {
            return;
        }
        Answers.Page page;
        try {
            page = lister.list();
        } catch (ClusterException e) {
            fail(e, this::list);
            return;
        }
        version = page.resourceVersion();
        current = true;
        tell(() -> listener.listed(page.items()));
        if (streams.available()) {
            stream();
        } else {
            resumed(); // it is listed again and again instead
            later(this::list, RELIST);
        }
    }

    private void stream() {
        if (closed) {
            return;
        }
        int seconds = SHORTEST_STREAM_SECONDS + ThreadLocalRandom.current().nextInt(60);
        Call watching = call.with("watch", "1")
                .with("allowWatchBookmarks", "true")
                .with("resourceVersion", version)
                .with("timeoutSeconds", String.valueOf(seconds));
        status = 0;
        refusal = Map.of();
        heard = System.nanoTime();
        CompletableFuture<?> answer = streams.open(watching, new Lines(this::answered, this::line));
        Stream stream = new Stream(answer);
        open.set(stream);
        guard(stream);
        answer.whenComplete((done, failure) -> ended(stream, failure));
        if (closed) {
            answer.cancel(true);
        }
    }

    /** Ends a stream that has gone silent, which a broken connection may be without anybody telling. */
    private void guard(Stream stream) {
        if (open.get() != stream) {
            return;
        }
        Duration left = (status == 0 ? ANSWER : SILENCE).minusNanos(System.nanoTime() - heard);
        if (left.isNegative()) {
            stream.answer().cancel(true);
        } else {
            later(() -> guard(stream), left.plusMillis(100));
        }
    }

    private void answered(int code) {
        status = code;
        heard = System.nanoTime();
        if (code == 200) {
            backoff.reset();
            resumed();
        }
    }

    private void resumed() {
        current = true;
        if (!streaming) {
            streaming = true;
            tell(listener::resumed);
        }
    }

    private void line(byte[] json) {
        heard = System.nanoTime();
        if (closed || json.length == 0) {
            return;
        }
        Resource event;
        try {
            event = Resource.of(Answers.object(json));
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "No event: {0}", e.getMessage());
            return;
        }
        if (status != 200) {
            refusal = event.content();
            return;
        }
        Resource object = Resource.of(event.map("object"));
        String kind = event.text("type");
        if (kind.equals("ERROR")) {
            refusal = object.content();
            return;
        }
        String seen = object.text("metadata", "resourceVersion");
        if (!seen.isEmpty()) {
            version = seen;
        }
        switch (kind) {
            case "ADDED", "MODIFIED" -> tell(() -> listener.changed(object));
            case "DELETED" -> tell(() -> listener.deleted(object));
            default -> LOGGER.log(Level.FINEST, "{0} of {1} at {2}", new Object[] {kind, type.kind(), version});
        }
    }

    private void ended(Stream stream, Throwable failure) {
        if (!open.compareAndSet(stream, null) || closed) {
            return;
        }
        int code = refusal.get("code") instanceof Number number ? number.intValue() : status;
        if (code == GONE) {
            later(this::list, backoff.next());
        } else if (code == 200 && refusal.isEmpty() && failure == null) {
            later(this::stream, backoff.next()); // the server ends every stream after a while
        } else if (failure != null) {
            fail(Unreachable.because(streams.access(), call, new IOException(failure)), this::stream);
        } else {
            fail(Refusal.of(streams.access().name(), call, code, refusal), this::stream);
        }
    }

    private void fail(ClusterException why, Runnable again) {
        if (closed) {
            return;
        }
        LOGGER.log(Level.FINE, "Watch lost: {0}", why.getMessage());
        streaming = false;
        if (current) {
            current = false;
            tell(() -> listener.lost(why));
        }
        // a refused watch starts anew: the kind may be gone, or come back
        later(why.reason() == Reason.UNREACHABLE ? again : this::list, backoff.next());
    }

    private void later(Runnable step, Duration delay) {
        try {
            timer.after(step, delay);
        } catch (RejectedExecutionException e) {
            closed = true; // the cluster was closed
        }
    }

    private void tell(Runnable news) {
        if (closed) {
            return;
        }
        try {
            news.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The listener of a watch on " + type.kind() + " failed", e);
        }
    }
}
