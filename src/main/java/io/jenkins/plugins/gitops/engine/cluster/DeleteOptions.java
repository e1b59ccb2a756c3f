package io.jenkins.plugins.gitops.engine.cluster;

/**
 * How an object is deleted.
 *
 * @param propagation what happens to the objects it owns
 * @param dryRun let the server go through everything but deleting it
 */
public record DeleteOptions(Propagation propagation, boolean dryRun) {

    /** Its dependents go too, in the background. */
    public static final DeleteOptions DEFAULT = new DeleteOptions(Propagation.BACKGROUND, false);

    public DeleteOptions withDryRun(boolean value) {
        return new DeleteOptions(propagation, value);
    }

    /** What happens to the objects that the deleted one owns. */
    public enum Propagation {
        /** They are deleted after it. */
        BACKGROUND("Background"),
        /** They are deleted before it. */
        FOREGROUND("Foreground"),
        /** They stay. */
        ORPHAN("Orphan");

        private final String text;

        Propagation(String text) {
            this.text = text;
        }

        /** The API's own word. */
        public String text() {
            return text;
        }
    }
}
