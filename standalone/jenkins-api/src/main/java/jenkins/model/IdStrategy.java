package jenkins.model;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import java.util.Comparator;

public abstract class IdStrategy implements ExtensionPoint, Comparator<String> {
    @Override
    public abstract int compare(@NonNull String id1, @NonNull String id2);
}
