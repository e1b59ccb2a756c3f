package io.jenkins.plugins.gitops.engine.git;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/** Where the refs of a repository stood at one moment, as one question to its server told. Nothing is fetched by it. */
public final class RefSnapshot {
    private final Map<String, String> commits = new HashMap<>();
    private final Optional<String> defaultBranch;

    RefSnapshot(Map<String, Ref> refs) {
        refs.forEach((name, ref) -> {
            if (ref.getObjectId() != null) {
                ObjectId peeled = ref.getPeeledObjectId();
                commits.put(name, (peeled == null ? ref.getObjectId() : peeled).name());
            }
        });
        defaultBranch = Fetcher.branch(refs.get(Constants.HEAD));
        commit(Constants.HEAD)
                .ifPresent(commit ->
                        defaultBranch.ifPresent(branch -> commits.putIfAbsent(Constants.R_HEADS + branch, commit)));
    }

    /** The commit that a ref stood for, by its full name or HEAD; empty where it was not there or not asked for. */
    public Optional<String> commit(String ref) {
        return Optional.ofNullable(commits.get(ref));
    }

    /** The branch that HEAD named, without {@code refs/heads/}; empty where HEAD was not asked for. */
    public Optional<String> defaultBranch() {
        return defaultBranch;
    }

    /** The names of the tags below a prefix, without {@code refs/tags/}, of those asked for. */
    public Set<String> tags(String prefix) {
        return commits.keySet().stream()
                .filter(name -> name.startsWith(Constants.R_TAGS + prefix))
                .map(name -> name.substring(Constants.R_TAGS.length()))
                .collect(Collectors.toSet());
    }
}
