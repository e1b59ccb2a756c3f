package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions of an application that are kept out of every environment: one file each, on the repository's configured
 * ref.
 *
 * @param application the application's name
 */
record Quarantine(String application) {
    private static final int NAME = 60;
    private static final int DIGITS = 10;

    private String folder() {
        return ".gitops/" + application + "/quarantine";
    }

    /** A file for each version, named so that people know it and no two share it. */
    private String file(String version) {
        String readable = version.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^[-.]+", "");
        String shown = readable.substring(Math.max(0, readable.length() - NAME));
        return folder() + "/" + shown + "-" + CarriedContent.digest(version).substring(0, DIGITS) + ".yaml";
    }

    /** The versions in quarantine on a tree, those whose time has ended too. */
    List<Restriction> on(TreeReader tree) throws IOException {
        List<Restriction> found = new ArrayList<>();
        for (TreeEntry entry : tree.list(folder())) {
            byte[] bytes = tree.read(entry.path()).orElseThrow();
            found.add(Restriction.read(entry.path(), bytes, Restriction.Kind.QUARANTINE));
        }
        return found;
    }

    /** What a version is, once it matters. */
    @FunctionalInterface
    interface Asked {
        Version version() throws IOException;
    }

    /** Lets no version be promoted that is in quarantine where these are declared for a tip. */
    TipRule rule(Declared declared, Asked asked, Clock clock) {
        return tip -> {
            List<Restriction> active = on(declared.tree(tip)).stream()
                    .filter(restriction -> restriction.isActive(clock.instant()))
                    .toList();
            if (active.isEmpty()) {
                return Optional.empty();
            }
            Version version = asked.version();
            return active.stream()
                    .filter(restriction -> version.isPart(restriction.version()))
                    .findFirst()
                    .map(restriction -> new TipRule.Objection(
                            PromotionVerdict.GATED,
                            restriction.version() + " is in quarantine " + restriction.sentence()
                                    + ". Promote another version, or force it with a reason"));
        };
    }

    /** Where the versions in quarantine stand for a tip. */
    @FunctionalInterface
    interface Declared {
        TreeReader tree(TreeReader tip) throws IOException;
    }

    TreeEdit place(List<Restriction> versions) {
        return tree -> {
            List<FileChange> changes = new ArrayList<>();
            for (Restriction version : versions) {
                String file = file(version.version());
                changes.add(FileChange.write(file, version.toYaml(file)));
            }
            return changes;
        };
    }

    /** Takes every file away that keeps a version out, whatever its name: people write some by hand. */
    TreeEdit release(String version) {
        return tree -> {
            List<FileChange> changes = new ArrayList<>();
            for (TreeEntry entry : tree.list(folder())) {
                byte[] bytes = tree.read(entry.path()).orElseThrow();
                String kept = Restriction.read(entry.path(), bytes, Restriction.Kind.QUARANTINE)
                        .version();
                // an image may be named without its registry
                if (Version.isNamed(kept, version) || kept.endsWith("/" + version)) {
                    changes.add(FileChange.delete(entry.path()));
                }
            }
            return changes;
        };
    }
}
