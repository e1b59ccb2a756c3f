package io.jenkins.plugins.gitops.steps;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Writes down how a step ends. It has neither a build nor a log. */
final class RecordingContext extends StepContext {
    private static final long serialVersionUID = 1L;

    final transient List<Object> ends = new CopyOnWriteArrayList<>();

    @Override
    public <T> T get(Class<T> key) {
        return null;
    }

    @Override
    public void onSuccess(Object result) {
        ends.add(result);
    }

    @Override
    public void onFailure(Throwable cause) {
        ends.add(cause);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public ListenableFuture<Void> saveState() {
        return Futures.immediateFuture(null);
    }

    @Override
    public void setResult(Result result) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
