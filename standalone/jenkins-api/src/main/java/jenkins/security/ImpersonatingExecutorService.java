package jenkins.security;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import jenkins.util.InterceptingExecutorService;
import org.springframework.security.core.Authentication;

public final class ImpersonatingExecutorService extends InterceptingExecutorService {
    public ImpersonatingExecutorService(ExecutorService base, Authentication authentication) {
        super(base);
    }

    @Override
    protected Runnable wrap(Runnable r) {
        return r;
    }

    @Override
    protected <V> Callable<V> wrap(Callable<V> r) {
        return r;
    }
}
