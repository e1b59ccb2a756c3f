package io.jenkins.plugins.gitops.engine.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CachedRendererTest {
    private final MemoryTree tree = new MemoryTree();
    private final AtomicInteger rendered = new AtomicInteger();
    private final KeyedRenderer counting = new KeyedRenderer() {
        private final PlainRenderer plain = new PlainRenderer();

        @Override
        public String key(TreeReader source, String path) throws RenderException {
            return plain.key(source, path);
        }

        @Override
        public List<Resource> render(TreeReader source, String path) throws RenderException {
            rendered.incrementAndGet();
            return plain.render(source, path);
        }
    };

    @Test
    void rendersOnceUntilTheTreeChanges() throws Exception {
        CachedRenderer renderer = new CachedRenderer(counting, 1 << 20);
        tree.with("prod/a.yaml", object("a")).with("other/b.yaml", object("b"));

        renderer.render(tree, "prod");
        renderer.render(tree.with("other/b.yaml", object("c")), "prod");
        assertThat(rendered).hasValue(1);

        assertThat(renderer.render(tree.with("prod/a.yaml", object("d")), "prod"))
                .extracting(Resource::name)
                .containsExactly("d");
        assertThat(rendered).hasValue(2);
    }

    @Test
    void forgetsTheLeastUsedOverItsLimit() throws Exception {
        tree.with("a/a.yaml", object("a")).with("b/b.yaml", object("b")).with("c/c.yaml", object("c"));
        long one = Footprint.of(counting.render(tree, "a"));
        CachedRenderer renderer = new CachedRenderer(counting, 2 * one);
        rendered.set(0);

        for (String path : List.of("a", "b", "a", "c", "a")) {
            renderer.render(tree, path);
        }
        assertThat(rendered).hasValue(3);

        renderer.render(tree, "b");
        assertThat(rendered).hasValue(4);
    }

    @Test
    void remembersNoFailure() throws Exception {
        CachedRenderer renderer = new CachedRenderer(counting, 1 << 20);
        tree.with("a/a.yaml", "a: b");

        assertThatThrownBy(() -> renderer.render(tree, "a")).isInstanceOf(RenderException.class);
        assertThatThrownBy(() -> renderer.render(tree, "a")).isInstanceOf(RenderException.class);
        assertThat(rendered).hasValue(2);
    }

    @Test
    void rendersOnceForManyAtOnce() throws Exception {
        CachedRenderer renderer = new CachedRenderer(counting, 1 << 20);
        tree.with("a/a.yaml", object("a"));
        Callable<List<Resource>> task = () -> renderer.render(tree, "a");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<List<Resource>> done :
                    threads.invokeAll(Stream.generate(() -> task).limit(64).toList())) {
                assertThat(done.get()).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(rendered).hasValue(1);
    }

    @Test
    @Timeout(30)
    void leavesNobodyWaitingForWhatEndedInAnError() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch joined = new CountDownLatch(1);
        CachedRenderer renderer = new CachedRenderer(
                new KeyedRenderer() {
                    @Override
                    public String key(TreeReader source, String path) {
                        if (begun.getCount() == 0) {
                            joined.countDown();
                        }
                        return "key";
                    }

                    @Override
                    public List<Resource> render(TreeReader source, String path) {
                        begun.countDown();
                        try {
                            joined.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        throw new StackOverflowError("too deep");
                    }
                },
                1 << 20);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<List<Resource>> first = threads.submit(() -> renderer.render(tree, "a"));
            begun.await();

            assertThatThrownBy(() -> renderer.render(tree, "a")).isInstanceOfAny(Error.class, RenderException.class);
            assertThatThrownBy(first::get).hasRootCauseInstanceOf(StackOverflowError.class);
            assertThatThrownBy(() -> renderer.render(tree, "a")).isInstanceOf(StackOverflowError.class);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String object(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
    }
}
