package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.List;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/** Whether a field of a form reads as it must. Nothing is looked up, and nothing told to who may not configure. */
final class FieldSyntax {
    private FieldSyntax() {}

    /** Checks each line. */
    static FormValidation lines(@CheckForNull Item item, @CheckForNull String value, Consumer<String> syntax) {
        return mayConfigure(item) ? check(Util.fixNull(value).lines().toList(), syntax) : FormValidation.ok();
    }

    /** Checks a single value; an empty one is none. */
    static FormValidation one(@CheckForNull Item item, @CheckForNull String value, Consumer<String> syntax) {
        return mayConfigure(item) ? check(List.of(Util.fixNull(value)), syntax) : FormValidation.ok();
    }

    private static FormValidation check(List<String> values, Consumer<String> syntax) {
        for (String value : values) {
            try {
                if (!value.isBlank()) {
                    syntax.accept(value.strip());
                }
            } catch (IllegalArgumentException wrong) {
                return FormValidation.error(wrong.getMessage());
            }
        }
        return FormValidation.ok();
    }

    private static boolean mayConfigure(@CheckForNull Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.EXTENDED_READ);
    }
}
