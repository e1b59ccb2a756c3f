package hudson.tasks.test;

import hudson.model.HealthReportingAction;
import hudson.model.Run;
import jenkins.model.RunAction2;

public abstract class AbstractTestResultAction<T extends AbstractTestResultAction>
        implements HealthReportingAction, RunAction2 {
    @Override
    public void onAttached(Run<?, ?> r) {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public void onLoad(Run<?, ?> r) {
        throw new UnsupportedOperationException("signature only");
    }

    public abstract int getFailCount();

    public int getSkipCount() {
        throw new UnsupportedOperationException("signature only");
    }

    public abstract int getTotalCount();

    @Override
    public String getIconFileName() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public String getUrlName() {
        throw new UnsupportedOperationException("signature only");
    }
}
