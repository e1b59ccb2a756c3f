package io.jenkins.plugins.gitops.engine.diff;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.resource.JsonPointer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Where a comparison stands in an object, linked to the place above so that going down costs one small object.
 *
 * @param above null for the whole object
 * @param step the key or list index
 * @param element in a list: the element, by which managedFields know it; else null
 * @param keys what tells the elements of that list apart; empty: their index
 */
record Place(
        @CheckForNull Place above,
        String step,
        @CheckForNull Object element,
        List<String> keys) {
    static final Place ROOT = new Place(null, "", null, List.of());
    static final List<String> REPLICAS = List.of("spec", "replicas");

    Place field(String name) {
        return new Place(this, name, null, List.of());
    }

    Place element(int index, Object value, List<String> elementKeys) {
        return new Place(this, Integer.toString(index), value, elementKeys);
    }

    /** From the root downwards, without the root. */
    List<Place> way() {
        Deque<Place> way = new ArrayDeque<>();
        for (Place place = this; place.above != null; place = place.above) {
            way.addFirst(place);
        }
        return List.copyOf(way);
    }

    List<String> steps() {
        return way().stream().map(Place::step).toList();
    }

    boolean isReplicas() {
        return step.equals("replicas")
                && above != null
                && above.step.equals("spec")
                && above.above != null
                && above.above.above == null;
    }

    @Override
    public String toString() {
        return new JsonPointer(steps()).toString();
    }
}
