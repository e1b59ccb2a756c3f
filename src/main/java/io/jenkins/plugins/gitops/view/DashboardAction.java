package io.jenkins.plugins.gitops.view;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.RootAction;
import io.jenkins.plugins.gitops.approval.GitOpsPermissions;
import io.jenkins.plugins.gitops.engine.dashboard.Board;
import io.jenkins.plugins.gitops.monitor.DriftMonitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/** The dashboard: how every watched environment stands, for those who may view it. */
@Extension
public final class DashboardAction implements RootAction {
    private static final Pattern NUMBER = Pattern.compile("/(\\d{1,18})");

    /** The board's numbers begin anew with Jenkins. */
    private final String run = UUID.randomUUID().toString();

    @CheckForNull
    @Override
    public String getIconFileName() {
        return Jenkins.get().hasPermission(GitOpsPermissions.VIEW) ? "symbol-source-code-management" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.DashboardAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "gitops";
    }

    /** Asked by the page: who may not view gets none of it. */
    public void checkView() {
        Jenkins.get().checkPermission(GitOpsPermissions.VIEW);
    }

    /** Everything that is shown, as JSON; not again where it is what the reader has. */
    @GET
    public HttpResponse doBoard(StaplerRequest2 request) {
        checkView();
        Board board = DriftMonitor.get().board();
        // read before the board: what is told in between is shown now, and once more
        String tag = "\"" + run + "-" + board.version() + "\"";
        return tag.equals(request.getHeader("If-None-Match"))
                ? new Answer(304, tag, "")
                : new Answer(200, tag, board.json(place -> true));
    }

    /** One open drift with its fields, by its number. */
    @GET
    public HttpResponse doDrifts(StaplerRequest2 request) {
        checkView();
        Matcher number = NUMBER.matcher(request.getRestOfPath());
        Optional<String> drift = number.matches()
                ? DriftMonitor.get().board().drift(Long.parseLong(number.group(1)), place -> true)
                : Optional.empty();
        return new Answer(drift.isPresent() ? 200 : 404, "", drift.orElse("{}"));
    }

    private record Answer(int status, String tag, String json) implements HttpResponse {
        @Override
        public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                throws IOException {
            response.setStatus(status);
            response.setHeader("Cache-Control", "private, no-cache");
            if (!tag.isEmpty()) {
                response.setHeader("ETag", tag);
            }
            if (status != 304) {
                response.setContentType("application/json;charset=UTF-8");
                response.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
