package hudson.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

public abstract class Cause {
    public abstract String getShortDescription();

    public static class UserIdCause extends Cause {
        @CheckForNull
        public String getUserId() {
            throw new UnsupportedOperationException("signature only");
        }

        @Override
        public String getShortDescription() {
            throw new UnsupportedOperationException("signature only");
        }
    }

    public static class UpstreamCause extends Cause {
        UpstreamCause() {}

        @CheckForNull
        public Run<?, ?> getUpstreamRun() {
            throw new UnsupportedOperationException("signature only");
        }

        public List<Cause> getUpstreamCauses() {
            throw new UnsupportedOperationException("signature only");
        }

        @Override
        public String getShortDescription() {
            throw new UnsupportedOperationException("signature only");
        }
    }
}
