package io.jenkins.plugins.gitops.engine.cluster;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Takes a stream apart into lines, each of bounded length. */
final class Lines implements BodySubscriber<Void> {
    private static final int LONGEST = 32 << 20;

    private final IntConsumer status;
    private final Consumer<byte[]> line;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private Flow.Subscription subscription;

    /**
     * Lines of one stream.
     *
     * @param status told the HTTP status before the first line
     * @param line told each line
     */
    Lines(IntConsumer status, Consumer<byte[]> line) {
        this.status = status;
        this.line = line;
    }

    BodySubscriber<Void> start(HttpResponse.ResponseInfo answer) {
        status.accept(answer.statusCode());
        return this;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                take(buffer);
            }
        }
        if (begun.size() > LONGEST) {
            subscription.cancel();
            end.completeExceptionally(new BoundedStream.TooLarge());
        } else {
            subscription.request(1);
        }
    }

    private void take(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            if (next == '\n') {
                byte[] whole = begun.toByteArray();
                begun.reset();
                line.accept(whole);
                return;
            }
            begun.write(next);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (begun.size() > 0) {
            line.accept(begun.toByteArray()); // a refusal has no line end
        }
        end.complete(null);
    }
}
