package io.jenkins.plugins.gitops.engine.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An alert as an incoming webhook of Slack takes it: a text for notifications, and blocks to read. */
final class SlackMessage {
    /** A section holds 3000 characters. */
    private static final int ROOM = 2800;

    private SlackMessage() {}

    static Map<String, Object> of(Alert alert, String dashboard) {
        String title = escaped(AlertText.title(alert));
        List<Map<String, Object>> blocks = new ArrayList<>();
        blocks.add(
                Map.of("type", "section", "text", text((alert.over() ? ":white_check_mark: " : ":warning: ") + title)));
        List<String> lines = AlertText.lines(alert, line -> "• " + escaped(line), ROOM);
        blocks.add(Map.of("type", "section", "text", text(String.join("\n", lines))));
        String remark = AlertText.remark(alert);
        if (!remark.isEmpty()) {
            blocks.add(context(remark));
        }
        if (!dashboard.isEmpty()) {
            blocks.add(context("<" + escaped(dashboard) + "|Dashboard>"));
        }
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("text", title);
        message.put("blocks", blocks);
        return message;
    }

    /** What others wrote must neither mention anybody nor link anywhere. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Map<String, Object> text(String markdown) {
        return Map.of("type", "mrkdwn", "text", markdown, "verbatim", true);
    }

    private static Map<String, Object> context(String markdown) {
        return Map.of("type", "context", "elements", List.of(text(markdown)));
    }
}
