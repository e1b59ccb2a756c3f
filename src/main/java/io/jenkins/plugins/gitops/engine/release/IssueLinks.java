package io.jenkins.plugins.gitops.engine.release;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where the issues are that commits name.
 *
 * @param key what an issue's key looks like, for example {@code SHOP-\d+}
 * @param url the page of an issue, {@code {key}} for its key
 */
public record IssueLinks(Pattern key, String url) {

    public IssueLinks {
        if (!url.contains("{key}")) {
            throw new IllegalArgumentException("Expected a URL with {key} in it, got \"" + url + "\"");
        }
    }

    String page(String found) {
        return url.replace("{key}", URLEncoder.encode(found, StandardCharsets.UTF_8));
    }
}
