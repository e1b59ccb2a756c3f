package io.jenkins.plugins.gitops.engine.promotion;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the promotions of this process that want the same branch go one after the other, in the order they came, since
 * of two at once one is bound to lose. Holds nothing for branches that nobody wants.
 */
final class BranchTurns {
    private final Map<String, Queue> queues = new ConcurrentHashMap<>();

    private static final class Queue {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;
    }

    /** A turn, over when closed. */
    interface Turn extends AutoCloseable {
        /** Whether it came in time; if not, somebody else may be at it. */
        boolean taken();

        @Override
        void close();
    }

    Turn take(String branch, Duration patience) throws InterruptedException {
        Queue queue = queues.compute(branch, (b, old) -> {
            Queue q = old == null ? new Queue() : old;
            q.users++;
            return q;
        });
        boolean taken = false;
        try {
            taken = queue.lock.tryLock(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            leave(branch);
            throw e;
        }
        boolean got = taken;
        return new Turn() {
            @Override
            public boolean taken() {
                return got;
            }

            @Override
            public void close() {
                if (got) {
                    queue.lock.unlock();
                }
                leave(branch);
            }
        };
    }

    private void leave(String branch) {
        queues.computeIfPresent(branch, (b, queue) -> --queue.users == 0 ? null : queue);
    }

    int branches() {
        return queues.size();
    }
}
