package io.jenkins.plugins.gitops.engine.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.forge.ForgeKind;
import io.jenkins.plugins.gitops.engine.forge.ForgeServer;
import io.jenkins.plugins.gitops.engine.forge.ForgeToken;
import io.jenkins.plugins.gitops.engine.forge.Forges;
import io.jenkins.plugins.gitops.engine.git.GitCredentials;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.git.HostKeys;
import io.jenkins.plugins.gitops.engine.git.RepositoryAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A new repository of the administrator's on a {@link Gitea}, with a branch main. */
public final class GiteaRepository {
    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger MADE = new AtomicInteger();

    private final Gitea gitea;
    private final String name = "config-" + MADE.incrementAndGet();

    private GiteaRepository(Gitea gitea) {
        this.gitea = gitea;
    }

    /** One that holds nothing but a read-me. */
    public static GiteaRepository create(Gitea gitea) throws IOException, InterruptedException {
        GiteaRepository repository = new GiteaRepository(gitea);
        gitea.request(
                "POST",
                "/user/repos",
                "{\"name\":\"%s\",\"auto_init\":true,\"default_branch\":\"main\"}".formatted(repository.name));
        return repository;
    }

    public String name() {
        return name;
    }

    /** Where git finds it. */
    public String url() {
        return gitea.address() + "/" + gitea.admin() + "/" + name + ".git";
    }

    /** How the administrator reaches it with Git. */
    public RepositoryAccess access() {
        return new RepositoryAccess(
                gitUrl(), new GitCredentials.UsernamePassword(gitea.admin(), gitea.token()), HostKeys.none());
    }

    /** Its pull requests, as the administrator has them; with a budget of requests and a cache of its own. */
    public Forge forge() throws ForgeException {
        return forge(ForgeToken.of("", gitea.token()));
    }

    /** The same as somebody else has them. */
    public Forge forge(ForgeToken token) throws ForgeException {
        return new Forges(Clock.systemUTC(), null)
                .forge(gitUrl(), new ForgeServer(ForgeKind.GITEA, gitea.api()), token);
    }

    private GitUrl gitUrl() {
        return GitUrl.of(url(), GitUrl.Allowed.HTTP);
    }

    /** A path of the API below the repository. */
    public String path(String below) {
        return "/repos/" + gitea.admin() + "/" + name + below;
    }

    /** What the API answers at a path below the repository. */
    public JsonNode json(String below) throws IOException, InterruptedException {
        return JSON.readTree(gitea.request("GET", path(below), ""));
    }

    /** Sends a body to a path below the repository. */
    public String send(String method, String below, String body) throws IOException, InterruptedException {
        return gitea.request(method, path(below), body);
    }

    /** Commits a file to a branch, which is made from main where it is new, and gives the commit. */
    public String commit(String branch, String file, String content) throws IOException, InterruptedException {
        return commit(branch, Map.of(file, content));
    }

    /** The same with several files. */
    public String commit(String branch, Map<String, String> files) throws IOException, InterruptedException {
        boolean isNew = !gitea.request("GET", path("/branches?limit=50"), "").contains("\"name\":\"" + branch + "\"");
        List<Map<String, String>> changes = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            String known = sha(isNew ? "main" : branch, file.getKey());
            String content = Base64.getEncoder().encodeToString(file.getValue().getBytes(StandardCharsets.UTF_8));
            changes.add(
                    known.isEmpty()
                            ? Map.of("operation", "create", "path", file.getKey(), "content", content)
                            : Map.of("operation", "update", "path", file.getKey(), "content", content, "sha", known));
        }
        Map<String, Object> body = Map.of(
                "files",
                changes,
                "message",
                "Write " + String.join(", ", files.keySet()),
                "branch",
                isNew ? "main" : branch,
                "new_branch",
                branch);
        String answer = send("POST", "/contents", JSON.writeValueAsString(body));
        return JSON.readTree(answer).at("/commit/sha").textValue();
    }

    private String sha(String branch, String file) throws IOException, InterruptedException {
        for (JsonNode entry :
                json("/git/trees/" + tip(branch) + "?recursive=true").path("tree")) {
            if (entry.path("path").textValue().equals(file)) {
                return entry.path("sha").textValue();
            }
        }
        return "";
    }

    /** The commit that a branch stands at. */
    public String tip(String branch) throws IOException, InterruptedException {
        return json("/branches/" + branch).at("/commit/id").textValue();
    }

    /** A file on a branch. */
    public String read(String branch, String file) throws IOException, InterruptedException {
        return gitea.request("GET", path("/raw/" + file + "?ref=" + branch), "");
    }
}
