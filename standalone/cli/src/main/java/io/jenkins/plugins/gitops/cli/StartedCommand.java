package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.cli.demo.Gitops;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A command on a thread of its own, whose lines are read while it runs. */
final class StartedCommand implements Gitops.Running {
    private static final Duration END = Duration.ofSeconds(5);

    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final StringWriter err = new StringWriter();
    private final Thread thread;

    private StartedCommand(BiConsumer<Writer, Writer> command) {
        thread = new Thread(
                () -> {
                    try {
                        command.accept(new Lines(), err);
                    } finally {
                        lines.add(Optional.empty());
                    }
                },
                "started-command");
        thread.setDaemon(true);
    }

    /** @param command runs it to its end, with where its standard output and its standard error go */
    static StartedCommand start(BiConsumer<Writer, Writer> command) {
        StartedCommand started = new StartedCommand(command);
        started.thread.start();
        return started;
    }

    @Override
    public Optional<String> line(Duration patience) throws InterruptedException {
        Optional<String> line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return line == null ? Optional.empty() : line;
    }

    @Override
    public String err() {
        return err.toString();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts what is written into lines. */
    private final class Lines extends Writer {
        private final StringBuilder begun = new StringBuilder();

        @Override
        public void write(char[] text, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (text[i] == '\n') {
                    lines.add(Optional.of(begun.toString()));
                    begun.setLength(0);
                } else {
                    begun.append(text[i]);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
