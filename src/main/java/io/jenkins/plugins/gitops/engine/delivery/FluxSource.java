package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An object of Flux that fetches: a GitRepository, or an OCIRepository or Bucket filled from one. */
record FluxSource(FluxObject flux) {
    private static final String GROUP = "source.toolkit.fluxcd.io";
    private static final String ORIGIN = "org.opencontainers.image.";
    static final GroupKind GIT = new GroupKind(GROUP, "GitRepository");
    static final List<GroupKind> KINDS =
            List.of(GIT, new GroupKind(GROUP, "OCIRepository"), new GroupKind(GROUP, "Bucket"));

    private Resource object() {
        return flux.object();
    }

    /** Whether it fetches the environment's repository, and its branch or tag. */
    boolean fetches(ControllerSource wanted) {
        if (flux.kind().equals(GIT)) {
            return wanted.isRepository(object().text("spec", "url")) && refs().anyMatch(wanted::isRef);
        }
        return wanted.isRepository(metadata("source"));
    }

    /** The revision it has fetched, of Git where the artifact says from which it was made. */
    FluxRevision fetched() {
        String origin = metadata("revision");
        return new FluxRevision(origin.isEmpty() ? object().text("status", "artifact", "revision") : origin);
    }

    /** Whether a reference of another object, in that object's namespace where it names none, means this one. */
    boolean isReferredTo(Resource from, String... path) {
        Resource reference = Resource.of(from.map(path));
        String namespace = reference.text("namespace");
        return reference.text("kind").equals(object().kind())
                && reference.text("name").equals(object().name())
                && (namespace.isEmpty() ? from.namespace() : namespace).equals(object().namespace());
    }

    private Stream<String> refs() {
        Resource ref = Resource.of(object().map("spec", "ref"));
        List<String> named = Stream.of("name", "tag", "branch")
                .map(ref::text)
                .filter(name -> !name.isEmpty())
                .toList();
        boolean byVersion = !ref.text("semver").isEmpty() || !ref.text("commit").isEmpty();
        if (!named.isEmpty() || byVersion) {
            return named.isEmpty() ? Stream.of("") : named.stream();
        }
        return Stream.of("master");
    }

    private String metadata(String name) {
        return Optional.ofNullable(
                        object().map("status", "artifact", "metadata").get(ORIGIN + name))
                .map(Object::toString)
                .orElse("");
    }
}
