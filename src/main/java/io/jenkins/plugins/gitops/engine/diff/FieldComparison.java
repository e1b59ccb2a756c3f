package io.jenkins.plugins.gitops.engine.diff;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One walk through a desired and a live object, side by side. What Git says must stand in the cluster. What only the
 * cluster has is a difference where something shows that it was meant: it was applied once and Git has it no more, or a
 * person's tool wrote it. Default values, and what controllers, autoscalers and webhooks add, are none.
 */
final class FieldComparison {
    /** As Argo CD masks a Secret's values: of another width where they differ, whatever their length. */
    private static final String HIDDEN = "++++++++";

    private static final String HIDDEN_DIFFERENT = "+++++++++";

    private final GroupKind kind;
    private final Ownership ownership;
    private final LastApplied lastApplied;
    private final Set<String> ignoredManagers;
    private final List<FieldDiff> differences = new ArrayList<>();

    /**
     * @param live the object as it came from the cluster, for managedFields and annotations
     * @param ignoredManagers field managers whose fields may differ
     */
    FieldComparison(Resource live, Set<String> ignoredManagers) {
        this.kind = live.key().groupKind();
        this.ownership = new Ownership(live);
        this.lastApplied = new LastApplied(live);
        this.ignoredManagers = ignoredManagers;
    }

    List<FieldDiff> differences() {
        return differences;
    }

    void compare(Shape shape, Map<?, ?> desired, Map<?, ?> live, Place at) {
        for (Map.Entry<?, ?> entry : desired.entrySet()) {
            String name = entry.getKey().toString();
            Shape field = shape.field(name);
            if (field.form() != Shape.Form.IGNORED && !isBookkeeping(shape, name)) {
                compareField(field, entry.getValue(), live.get(name), at.field(name), desired, live);
            }
        }
        for (Map.Entry<?, ?> entry : live.entrySet()) {
            String name = entry.getKey().toString();
            if (!desired.containsKey(name)) {
                Shape field = shape.field(name);
                if (field.form() != Shape.Form.IGNORED && !isNoAddition(shape, name)) {
                    compareAddition(field, entry.getValue(), at.field(name), desired, live);
                }
            }
        }
    }

    private static boolean isBookkeeping(Shape shape, String name) {
        return shape.form() == Shape.Form.BOOKKEEPING && Bookkeeping.neverCompared(name);
    }

    private static boolean isNoAddition(Shape shape, String name) {
        return shape.form() == Shape.Form.BOOKKEEPING
                && (Bookkeeping.neverCompared(name) || Bookkeeping.noAddition(name));
    }

    private void compareField(Shape shape, Object want, Object have, Place at, Map<?, ?> desired, Map<?, ?> live) {
        if (shape.isNothing(want)) {
            compareAddition(shape, have, at, desired, live);
        } else if (shape.isNothing(have)) {
            boolean emptyBoth = want.equals("") && live.containsKey(at.step()); // a Secret's null is the empty string
            if (!emptyBoth && !shape.same(want, shape.defaultBeside(desired))) {
                report(at, want, have);
            }
        } else {
            compareValues(shape, want, have, at);
        }
    }

    private void compareValues(Shape shape, Object want, Object have, Place at) {
        if (want instanceof Map<?, ?> desired && have instanceof Map<?, ?> live) {
            compare(shape, desired, live, at);
        } else if (want instanceof List<?> desired && have instanceof List<?> live) {
            compareLists(shape, desired, live, at);
        } else if (want instanceof Map
                || want instanceof List
                || !shape.scalar().same(want, have)) {
            report(at, want, have);
        }
    }

    private void compareLists(Shape shape, List<?> desired, List<?> live, Place at) {
        if (desired.equals(live)) {
            return;
        }
        if (shape.form() == Shape.Form.SET) {
            compareSets(desired, live, at);
            return;
        }
        List<String> keys = shape.keys().isEmpty() ? ownership.keys(at) : shape.keys();
        if (KeyedList.isKeyed(keys, desired) && KeyedList.isKeyed(keys, live)) {
            compareKeyed(shape, keys, desired, live, at);
        } else if (desired.size() != live.size()) {
            report(at, desired, live);
        } else {
            for (int index = 0; index < desired.size(); index++) {
                Object have = live.get(index);
                compareElement(shape.element(), desired.get(index), have, at.element(index, have, List.of()));
            }
        }
    }

    private void compareElement(Shape element, @CheckForNull Object want, @CheckForNull Object have, Place at) {
        if (want == null || have == null) {
            if (want != have) {
                report(at, want, have);
            }
        } else {
            compareValues(element, want, have, at);
        }
    }

    private void compareKeyed(Shape shape, List<String> keys, List<?> desired, List<?> live, Place at) {
        boolean[] wanted = new boolean[live.size()];
        boolean inOrder = true;
        int last = -1;
        for (int index = 0; index < desired.size(); index++) {
            Object want = desired.get(index);
            int found = KeyedList.find(keys, live, want, index);
            if (found < 0) {
                report(at.element(index, want, keys), want, null);
            } else {
                wanted[found] = true;
                inOrder &= found > last;
                last = found;
                compareElement(shape.element(), want, live.get(found), at.element(found, live.get(found), keys));
            }
        }
        if (shape.ordered() && !inOrder) {
            report(at, desired, live);
        }
        for (int index = 0; index < live.size(); index++) {
            if (!wanted[index]) {
                compareAddition(
                        shape.element(), live.get(index), at.element(index, live.get(index), keys), Map.of(), Map.of());
            }
        }
    }

    private void compareSets(List<?> desired, List<?> live, Place at) {
        for (int index = 0; index < desired.size(); index++) {
            if (!live.contains(desired.get(index))) {
                report(at.element(index, desired.get(index), List.of()), desired.get(index), null);
            }
        }
        for (int index = 0; index < live.size(); index++) {
            if (!desired.contains(live.get(index))) {
                addition(at.element(index, live.get(index), List.of()), live.get(index), false);
            }
        }
    }

    /** What live has and Git does not say. */
    private void compareAddition(Shape shape, Object have, Place at, Map<?, ?> desired, Map<?, ?> live) {
        if (shape.isNothing(have) || isDefault(shape, have, desired, live)) {
            return;
        }
        if (have instanceof Map<?, ?> fields && shape.isSumOfFields()) {
            compare(shape, Map.of(), fields, at);
        } else {
            addition(at, have, desired.containsKey(at.step()));
        }
    }

    private static boolean isDefault(Shape shape, Object have, Map<?, ?> desired, Map<?, ?> live) {
        return shape.same(have, shape.defaultBeside(live)) || shape.same(have, shape.defaultBeside(desired));
    }

    /** @param emptied whether Git has the field, and says that it is empty: the API server may fill it in */
    private void addition(Place at, Object have, boolean emptied) {
        if (at.isReplicas()) {
            return; // replicas left out of Git are left to whoever scales (Argo CD: "leave room for imperativeness")
        }
        List<FieldOwner> owners = ownership.owners(at);
        if (owners.isEmpty() && ownership.isRecorded() || isIgnored(owners)) {
            return; // what nobody asked for is the API server's own, or a webhook's
        }
        Optional<FieldOwner> hand =
                Ownership.latest(owners.stream().filter(FieldOwner::isHand).toList());
        boolean applied = !emptied && (owners.stream().anyMatch(FieldOwner::isDelivery) || lastApplied.has(at));
        if (applied) {
            add(at, null, have, hand.or(() -> Ownership.latest(owners)), false);
        } else if (hand.isPresent()) {
            add(at, null, have, hand, true);
        }
    }

    private void report(Place at, @CheckForNull Object want, @CheckForNull Object have) {
        List<FieldOwner> owners = have == null ? List.of() : ownership.owners(at);
        Optional<FieldOwner> latest = Ownership.latest(owners);
        boolean scaled =
                at.isReplicas() && latest.filter(FieldOwner::isAutoscaler).isPresent();
        if (!scaled && !isIgnored(owners)) {
            add(at, want, have, latest, false);
        }
    }

    private boolean isIgnored(List<FieldOwner> owners) {
        return !ignoredManagers.isEmpty()
                && owners.stream().anyMatch(owner -> ignoredManagers.contains(owner.manager()));
    }

    private void add(
            Place at,
            @CheckForNull Object want,
            @CheckForNull Object have,
            Optional<FieldOwner> owner,
            boolean addition) {
        List<String> path = at.steps();
        boolean hidden = kind.equals(NormalForm.SECRET) && path.get(0).equals("data");
        differences.add(new FieldDiff(
                at.toString(),
                hidden && want != null ? HIDDEN : want,
                hidden && have != null ? HIDDEN_DIFFERENT : have,
                owner.map(FieldOwner::manager).orElse(null),
                owner.flatMap(FieldOwner::time).orElse(null),
                addition));
    }
}
