package hudson.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;

public abstract class ParameterValue implements Serializable {
    private static final long serialVersionUID = 1L;

    protected ParameterValue(String name, String description) {}

    public final String getName() {
        throw new UnsupportedOperationException("signature only");
    }

    public boolean isSensitive() {
        throw new UnsupportedOperationException("signature only");
    }

    @CheckForNull
    public Object getValue() {
        throw new UnsupportedOperationException("signature only");
    }
}
