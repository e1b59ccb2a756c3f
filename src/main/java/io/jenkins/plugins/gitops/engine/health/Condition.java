package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Optional;

/**
 * One of an object's {@code status.conditions}.
 *
 * @param type what it is about, such as {@code Ready}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason one word
 * @param message a sentence
 */
record Condition(String type, String status, String reason, String message) {

    static List<Condition> of(Resource resource) {
        return of(Fields.of(resource.content()).in("status"));
    }

    static List<Condition> of(Fields status) {
        return status.list("conditions").stream()
                .map(condition -> new Condition(
                        condition.text("type"),
                        condition.text("status"),
                        condition.text("reason"),
                        condition.text("message")))
                .toList();
    }

    static Optional<Condition> first(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type.equals(type))
                .findFirst();
    }

    boolean isTrue() {
        return status.equals("True");
    }

    boolean isFalse() {
        return status.equals("False");
    }
}
