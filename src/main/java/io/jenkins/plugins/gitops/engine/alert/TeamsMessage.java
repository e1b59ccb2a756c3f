package io.jenkins.plugins.gitops.engine.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An alert as a webhook of Workflows in Microsoft Teams takes it: an Adaptive Card. Its texts are runs, in which nothing
 * is formatted, whatever others wrote.
 */
final class TeamsMessage {
    /** A message holds 28 KB, in which a character may be six bytes. */
    private static final int ROOM = 4000;

    private TeamsMessage() {}

    static Map<String, Object> of(Alert alert, String dashboard) {
        List<Map<String, Object>> body = new ArrayList<>();
        Map<String, Object> title = run(AlertText.title(alert));
        title.put("weight", "bolder");
        title.put("color", alert.over() ? "good" : "attention");
        body.add(block(title));
        AlertText.lines(alert, UnaryOperator.identity(), ROOM).forEach(line -> body.add(block(run(line))));
        String remark = AlertText.remark(alert);
        if (!remark.isEmpty()) {
            body.add(block(run(remark)));
        }
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", "AdaptiveCard");
        card.put("version", "1.4");
        card.put("body", body);
        if (!dashboard.isEmpty()) {
            Map<String, Object> action = new LinkedHashMap<>();
            action.put("type", "Action.OpenUrl");
            action.put("title", "Dashboard");
            action.put("url", dashboard);
            card.put("actions", List.of(action));
        }
        return message(card);
    }

    private static Map<String, Object> message(Map<String, Object> card) {
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.put("content", card);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "message");
        message.put("attachments", List.of(attachment));
        return message;
    }

    private static Map<String, Object> run(String text) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("type", "TextRun");
        run.put("text", text);
        return run;
    }

    private static Map<String, Object> block(Map<String, Object> run) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("type", "RichTextBlock");
        block.put("inlines", List.of(run));
        return block;
    }
}
