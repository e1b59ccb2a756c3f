package jenkins.util;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Collection;

public abstract class VirtualFile implements Comparable<VirtualFile>, Serializable {
    VirtualFile() {}

    @NonNull
    public Collection<String> list(@NonNull String includes, @CheckForNull String excludes, boolean useDefaultExcludes)
            throws IOException {
        throw new UnsupportedOperationException("signature only");
    }

    @NonNull
    public abstract VirtualFile child(@NonNull String name);

    public abstract InputStream open() throws IOException;

    @Override
    public final int compareTo(VirtualFile o) {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public final boolean equals(Object obj) {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public final int hashCode() {
        throw new UnsupportedOperationException("signature only");
    }
}
