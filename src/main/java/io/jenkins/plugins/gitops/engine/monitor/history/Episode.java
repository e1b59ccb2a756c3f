package io.jenkins.plugins.gitops.engine.monitor.history;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * One time that a resource drifted.
 *
 * @param kinds all that it was in the meantime
 * @param who whose hand it was last, in a word
 * @param manager the field manager, empty where none is known
 * @param from when it was first found
 * @param until when it was over; null where it is not, or nobody saw
 */
public record Episode(
        MonitoredPlace place,
        ResourceKey resource,
        Set<String> kinds,
        String who,
        String manager,
        Instant from,
        @CheckForNull Instant until,
        Ending ending) {

    /** How it ended. */
    public enum Ending {
        /** Not yet. */
        OPEN,
        /** Somebody put it back, or into Git, or allowed it. */
        RESOLVED,
        /** It was put back from here. */
        HEALED,
        /** Nobody watched when it did. */
        UNSEEN
    }

    public Episode {
        kinds = Set.copyOf(kinds);
    }

    Episode changed(HistoryEntry entry) {
        Set<String> all = new TreeSet<>(kinds);
        all.addAll(entry.kinds());
        return new Episode(place, resource, all, entry.who(), entry.manager(), from, null, Ending.OPEN);
    }

    Episode ended(@CheckForNull Instant when, Ending how) {
        return new Episode(place, resource, kinds, who, manager, from, when, how);
    }
}
