package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Manifests that are rendered when somebody asks for them, and then once. A failure is not kept: it may pass. */
public final class Rendered {
    private final Renderer renderer;
    private final Lock lock = new ReentrantLock();
    private List<Resource> resources;

    /** Makes the manifests. */
    @FunctionalInterface
    public interface Renderer {

        /** @throws IOException with a sentence that says why there are none */
        List<Resource> render() throws IOException;
    }

    private Rendered(Renderer renderer) {
        this.renderer = renderer;
    }

    /** Manifests that a renderer makes. */
    public static Rendered by(Renderer renderer) {
        return new Rendered(renderer);
    }

    /** Manifests that are there already. */
    public static Rendered of(List<Resource> resources) {
        List<Resource> copy = List.copyOf(resources);
        return new Rendered(() -> copy);
    }

    /**
     * The manifests.
     *
     * @throws IOException as the renderer fails, or where the thread was interrupted
     */
    public List<Resource> resources() throws IOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("Interrupted while manifests were rendered").initCause(e);
        }
        try {
            if (resources == null) {
                resources = List.copyOf(renderer.render());
            }
            return resources;
        } finally {
            lock.unlock();
        }
    }
}
