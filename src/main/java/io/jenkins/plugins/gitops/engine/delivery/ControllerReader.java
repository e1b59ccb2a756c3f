package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.Collection;
import java.util.List;

/** Reads what a controller says, from its own objects alone. Touches nothing. */
public interface ControllerReader {

    /** The kinds of its objects, all of which {@link #read} is to be given, from every namespace that can be seen. */
    List<GroupKind> kinds();

    /**
     * What the controller says of a revision.
     *
     * @param objects its objects as they are now
     * @param source where it must be reading from for its word to be about the environment
     * @param wanted the revision
     */
    ControllerWord read(Collection<Resource> objects, ControllerSource source, WantedRevision wanted);
}
