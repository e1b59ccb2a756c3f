package hudson.model;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

public abstract class Actionable implements ModelObject {
    @NonNull
    public <T extends Action> List<T> getActions(@NonNull Class<T> type) {
        throw new UnsupportedOperationException("signature only");
    }

    public void addAction(@NonNull Action a) {
        throw new UnsupportedOperationException("signature only");
    }

    public <T extends Action> T getAction(Class<T> type) {
        throw new UnsupportedOperationException("signature only");
    }
}
