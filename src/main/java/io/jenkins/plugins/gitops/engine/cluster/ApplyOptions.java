package io.jenkins.plugins.gitops.engine.cluster;

/**
 * How an object is written.
 *
 * @param fieldManager who writes, as managedFields will say
 * @param force take fields over from other managers instead of failing with a conflict
 * @param dryRun let the server go through everything but storing it
 * @param strict refuse fields the server does not know instead of dropping them
 */
public record ApplyOptions(String fieldManager, boolean force, boolean dryRun, boolean strict) {

    /** The name under which everything the product writes is recorded. */
    public static final String FIELD_MANAGER = "gitops-stages";

    /** Takes fields over, since Git is the truth, and refuses what the server does not know. */
    public static final ApplyOptions FORCED = new ApplyOptions(FIELD_MANAGER, true, false, true);

    /** Fails with a conflict where another manager set a field differently. */
    public static final ApplyOptions CAREFUL = new ApplyOptions(FIELD_MANAGER, false, false, true);

    public ApplyOptions withForce(boolean value) {
        return new ApplyOptions(fieldManager, value, dryRun, strict);
    }

    public ApplyOptions withDryRun(boolean value) {
        return new ApplyOptions(fieldManager, force, value, strict);
    }

    public ApplyOptions withStrict(boolean value) {
        return new ApplyOptions(fieldManager, force, dryRun, value);
    }
}
