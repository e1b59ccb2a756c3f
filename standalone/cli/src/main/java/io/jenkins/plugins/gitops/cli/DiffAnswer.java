package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.DriftKind;
import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.diff.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code gitops diff} answers.
 *
 * @param verdict of the whole
 * @param revision the commit that was compared; null where none was, or it could not be told
 * @param resources every object that was compared
 * @param unknown what could not be read and why, as sentences
 */
record DiffAnswer(Verdict verdict, @CheckForNull String revision, List<ResourceDiff> resources, List<String> unknown) {

    void print(Output out) {
        unknown.forEach(what -> out.note("gitops: " + what));
        if (out.isJson()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("verdict", verdict.name());
            answer.put("revision", revision);
            answer.put("resources", resources.stream().map(DiffAnswer::json).toList());
            out.document(answer);
        } else {
            text().forEach(out::say);
        }
    }

    private static Map<String, Object> json(ResourceDiff resource) {
        Map<String, Object> answer = Answers.resource(resource.key(), resource.version());
        answer.put("change", resource.change().name());
        answer.put(
                "drift", resource.drift().stream().sorted().map(DriftKind::name).toList());
        answer.put("fields", resource.fields().stream().map(DiffAnswer::json).toList());
        answer.put("reason", resource.reason());
        return answer;
    }

    static Map<String, Object> json(FieldDiff field) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("path", field.path());
        answer.put("desired", field.desired());
        answer.put("live", field.live());
        answer.put("manager", field.manager());
        return answer;
    }

    private List<String> text() {
        List<String> lines = new ArrayList<>();
        long same = resources.stream()
                .filter(resource -> resource.change() == Change.NONE)
                .count();
        lines.add(verdict + (revision == null ? "" : " at " + revision) + ": " + same + " of " + resources.size()
                + " objects in sync");
        for (ResourceDiff resource : resources) {
            if (resource.change() != Change.NONE) {
                String drift =
                        resource.drift().stream().sorted().map(DriftKind::name).collect(Collectors.joining(" "));
                lines.add("%-8s  %s  %s".formatted(resource.change(), Answers.name(resource.key()), drift));
                resource.fields().forEach(field -> lines.add(text(field)));
            }
        }
        return lines;
    }

    private static String text(FieldDiff field) {
        String who = field.manager() == null
                ? ""
                : " (" + field.manager() + (field.time() == null ? "" : ", " + field.time()) + ")";
        return "          " + field.path() + ": " + value(field.desired()) + " in Git, " + value(field.live()) + " live"
                + who;
    }

    private static String value(@CheckForNull Object value) {
        return value == null ? "nothing" : Output.inline(value);
    }
}
