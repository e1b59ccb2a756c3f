package hudson.util;

import java.util.concurrent.ThreadFactory;

public final class NamingThreadFactory implements ThreadFactory {
    private final ThreadFactory threads;

    public NamingThreadFactory(ThreadFactory delegate, String name) {
        threads = delegate;
    }

    @Override
    public Thread newThread(Runnable r) {
        return threads.newThread(r);
    }
}
