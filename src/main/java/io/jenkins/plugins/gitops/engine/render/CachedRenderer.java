package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Remembers what was rendered from which Git objects, the least used forgotten first. Nothing is rendered twice at once. */
final class CachedRenderer implements Renderer {
    private final KeyedRenderer renderer;
    private final long limit;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** Manifests, and the memory they take; none while they are being rendered. */
    private record Entry(CompletableFuture<List<Resource>> manifests, long bytes) {}

    /**
     * A cache before a renderer.
     *
     * @param limit bytes of memory, roughly
     */
    CachedRenderer(KeyedRenderer renderer, long limit) {
        this.renderer = renderer;
        this.limit = limit;
    }

    @Override
    public List<Resource> render(TreeReader tree, String path) throws RenderException {
        String key = path + " " + renderer.key(tree, path);
        CompletableFuture<List<Resource>> own = new CompletableFuture<>();
        CompletableFuture<List<Resource>> other = begin(key, own);
        if (other != null) {
            return await(other);
        }
        try {
            List<Resource> manifests = List.copyOf(renderer.render(tree, path));
            own.complete(manifests);
            keep(key, new Entry(own, Footprint.of(manifests)));
            return manifests;
        } catch (RenderException | RuntimeException | Error e) { // who waits for it would wait for good
            own.completeExceptionally(e);
            forget(key);
            throw e;
        }
    }

    private synchronized CompletableFuture<List<Resource>> begin(String key, CompletableFuture<List<Resource>> own) {
        Entry entry = entries.putIfAbsent(key, new Entry(own, 0));
        return entry == null ? null : entry.manifests();
    }

    private synchronized void keep(String key, Entry entry) {
        entries.put(key, entry);
        bytes += entry.bytes();
        var oldest = entries.entrySet().iterator();
        while (bytes > limit && oldest.hasNext()) {
            Entry next = oldest.next().getValue();
            if (next.manifests().isDone()) {
                oldest.remove();
                bytes -= next.bytes();
            }
        }
    }

    private synchronized void forget(String key) {
        entries.remove(key);
    }

    private static List<Resource> await(CompletableFuture<List<Resource>> other) throws RenderException {
        try {
            return other.join();
        } catch (CompletionException e) {
            throw new RenderException(e.getCause().getMessage(), e.getCause());
        }
    }
}
