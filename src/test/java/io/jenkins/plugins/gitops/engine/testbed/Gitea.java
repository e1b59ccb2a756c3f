package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Gitea of its own on 127.0.0.1, with its data in a temporary folder and one administrator. Its pages have five items,
 * so that few make several. It ends with this JVM, even a killed one.
 */
public final class Gitea implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 100;
    private static final String ADMIN = "ops";
    private static final Pattern CREATED =
            Pattern.compile("Access token was successfully created\\.*\\s*([0-9a-f]{40})");

    /** Ends what it runs where its standard input ends, which is when the JVM that holds the other end does. */
    private static final String TIED =
            "exec 3<&0; \"$@\" & server=$!; { cat <&3 >/dev/null; kill -9 $server; } & wait $server";

    private final Path executable;
    private final Path folder;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;
    private String token;

    private Gitea(Path executable, Path folder, int port) {
        this.executable = executable;
        this.folder = folder;
        this.port = port;
    }

    /** Where {@code testbed/build gitea} puts it. */
    static Path executable(TestbedBinaries binaries) {
        return binaries.folder().resolve("gitea").resolve("gitea");
    }

    /**
     * Starts one and waits until it serves.
     *
     * @throws IllegalStateException where it ends, or does not serve within two minutes; with its log
     */
    public static Gitea start(TestbedBinaries binaries) throws IOException, InterruptedException {
        Gitea gitea = new Gitea(executable(binaries), WorkFolder.create(), freePort());
        boolean serves = false;
        try {
            gitea.configure();
            gitea.serve();
            serves = true;
            return gitea;
        } finally {
            if (!serves) {
                gitea.close();
            }
        }
    }

    /** Its address, which ends without a slash. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where its API is. */
    public URI api() {
        return URI.create(address() + "/api/v1");
    }

    /** The name of the administrator. */
    public String admin() {
        return ADMIN;
    }

    /** A token with which the administrator may do everything. */
    public String token() {
        return token;
    }

    /**
     * A request to the API, as the administrator.
     *
     * @param path below {@code /api/v1}
     * @param body JSON, empty for none
     * @return the answer's body
     * @throws IOException where it is refused
     */
    public String request(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api() + path))
                .header("Authorization", "token " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private void configure() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("app.ini"), """
                RUN_MODE = prod
                RUN_USER = %1$s
                I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
                WORK_PATH = %2$s
                [server]
                HTTP_ADDR = 127.0.0.1
                HTTP_PORT = %3$d
                ROOT_URL = http://127.0.0.1:%3$d/
                STATIC_ROOT_PATH = %4$s
                DISABLE_SSH = true
                OFFLINE_MODE = true
                [database]
                DB_TYPE = sqlite3
                SQLITE_JOURNAL_MODE = WAL
                [api]
                MAX_RESPONSE_ITEMS = 5
                [security]
                INSTALL_LOCK = true
                SECRET_KEY = test
                PASSWORD_HASH_ALGO = pbkdf2_v1
                [log]
                LEVEL = warn
                [indexer]
                ISSUE_INDEXER_TYPE = db
                [cron]
                ENABLED = false
                [actions]
                ENABLED = false
                [packages]
                ENABLED = false
                [service]
                DISABLE_REGISTRATION = true
                [webhook]
                ALLOWED_HOST_LIST = loopback
                """.formatted(
                        System.getProperty("user.name"), folder, port, executable.getParent()));
        run("migrate");
        Matcher created = CREATED.matcher(run(
                "admin",
                "user",
                "create",
                "--username",
                ADMIN,
                "--password",
                "pw-of-ops-1",
                "--email",
                "ops@example.com",
                "--admin",
                "--must-change-password=false",
                "--access-token",
                "--access-token-scopes",
                "all"));
        if (!created.find()) {
            throw new IOException("Gitea gave no token");
        }
        token = created.group(1);
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(executable.toString(), "-c", folder.resolve("app.ini").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "command-", ".log");
        Process run = builder(command, output).start();
        if (!run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            run.destroyForcibly();
        }
        String said = Files.readString(output);
        if (run.waitFor() != 0) {
            throw new IOException("gitea " + arguments[0] + ": " + said);
        }
        return said;
    }

    private ProcessBuilder builder(List<String> command, Path output) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT"));
        builder.environment().put("HOME", folder.toString());
        return builder.redirectErrorStream(true).redirectOutput(output.toFile());
    }

    private void serve() throws IOException, InterruptedException {
        Path log = folder.resolve("web.log");
        process = builder(
                        List.of(
                                "sh",
                                "-c",
                                TIED,
                                "sh",
                                executable.toString(),
                                "-c",
                                folder.resolve("app.ini").toString(),
                                "web"),
                        log)
                .start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!serves()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("Gitea does not serve: " + Files.readString(log));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean serves() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/api/healthz"))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends it and deletes what it wrote. */
    @Override
    public void close() throws IOException, InterruptedException {
        if (process != null) {
            process.getOutputStream().close();
            process.waitFor();
        }
        WorkFolder.delete(folder);
    }
}
