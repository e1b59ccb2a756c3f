package hudson.triggers;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ExtensionPoint;
import hudson.model.Describable;
import hudson.model.Item;

public abstract class Trigger<J extends Item> implements Describable<Trigger<?>>, ExtensionPoint {
    @CheckForNull
    protected transient J job;

    protected Trigger() {}

    public void start(J project, boolean newInstance) {
        throw new UnsupportedOperationException("signature only");
    }

    public void stop() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public TriggerDescriptor getDescriptor() {
        throw new UnsupportedOperationException("signature only");
    }
}
