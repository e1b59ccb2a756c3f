package io.jenkins.plugins.gitops.engine.audit;

import io.jenkins.plugins.gitops.engine.git.TagInfo;
import java.util.List;

/**
 * The tags that an environment stood at.
 *
 * @param tags in whatever order
 * @param moving whether it is one that moves, and tells only of the last time it did
 */
public record EnvironmentTags(List<TagInfo> tags, boolean moving) {

    public EnvironmentTags {
        tags = List.copyOf(tags);
    }
}
