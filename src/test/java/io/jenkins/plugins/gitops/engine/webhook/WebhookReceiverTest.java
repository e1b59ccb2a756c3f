package io.jenkins.plugins.gitops.engine.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes that the hosts document, with their proofs right, wrong and missing; Gitea's also from a real one. */
class WebhookReceiverTest {
    private static final String SECRET = "a secret of the webhook";
    private static final byte[] SIGNING_KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final String SIGNING_TOKEN = "whsec_" + Base64.getEncoder().encodeToString(SIGNING_KEY);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String GENERAL = "{\"repository\": {\"url\": \"https://git.example.com/config.git\"}}";

    private static final String GITHUB = """
            {"ref": "refs/heads/main", "commits": [{"message": "see https://github.com/acme/other"}],
             "repository": {"name": "config", "full_name": "acme/config", "html_url": "https://github.com/acme/config",
              "archive_url": "https://api.github.com/repos/acme/config/{archive_format}{/ref}",
              "git_url": "git://github.com/acme/config.git", "ssh_url": "git@github.com:acme/config.git",
              "clone_url": "https://github.com/acme/config.git"}}
            """;
    private static final String GITLAB = """
            {"object_kind": "push", "ref": "refs/heads/main",
             "project": {"name": "config", "web_url": "https://gitlab.example.com/group/sub/config",
              "git_ssh_url": "git@gitlab.example.com:group/sub/config.git",
              "git_http_url": "https://gitlab.example.com/group/sub/config.git"},
             "repository": {"name": "config", "url": "git@gitlab.example.com:group/sub/config.git"}}
            """;
    private static final String BITBUCKET_CLOUD = """
            {"push": {"changes": [{"new": {"type": "branch", "name": "main"}}]},
             "repository": {"full_name": "acme/config", "links": {"self": {"href": "https://api.bitbucket.org/2.0/repositories/acme/config"},
              "html": {"href": "https://bitbucket.org/acme/config"}}}}
            """;
    private static final String BITBUCKET_DATA_CENTER = """
            {"eventKey": "repo:refs_changed", "repository": {"slug": "config", "project": {"key": "OPS"}, "links": {
              "clone": [{"href": "ssh://git@bitbucket.example.com:7999/ops/config.git", "name": "ssh"},
                        {"href": "https://bitbucket.example.com/scm/ops/config.git", "name": "http"}],
              "self": [{"href": "https://bitbucket.example.com/projects/OPS/repos/config/browse"}]}},
             "changes": [{"refId": "refs/heads/main", "type": "UPDATE"}]}
            """;
    private static final String MERGED_ON_DATA_CENTER = """
            {"eventKey": "pr:merged", "pullRequest": {"id": 1, "fromRef": {"repository": {"links": {"clone": [
              {"href": "https://bitbucket.example.com/scm/~ada/config.git", "name": "http"}]}}},
             "toRef": {"repository": {"links": {"clone": [
              {"href": "https://bitbucket.example.com/scm/ops/config.git", "name": "http"}]}}}}}
            """;
    private static final String AZURE = """
            {"eventType": "git.push", "publisherId": "tfs", "resource": {"refUpdates": [{"name": "refs/heads/main"}],
             "repository": {"name": "config", "url": "https://dev.azure.com/acme/_apis/git/repositories/278d5cd2",
              "project": {"name": "Ops"}, "remoteUrl": "https://acme@dev.azure.com/acme/Ops/_git/config"}}}
            """;

    private static WebhookReceiver receiver(String url, String secret) {
        return new WebhookReceiver(
                () -> List.of(
                        new WebhookTarget(
                                "other", GitUrl.of("https://git.example.com/other"), new WebhookSecret(SECRET)),
                        new WebhookTarget("config", GitUrl.of(url), new WebhookSecret(secret))),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static String hmac(byte[] key, String text) throws Exception {
        return HexFormat.of().formatHex(mac(key, text));
    }

    private static byte[] mac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String signed(String body) throws Exception {
        return hmac(SECRET.getBytes(UTF_8), body);
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("anyone:" + password).getBytes(UTF_8));
    }

    static Stream<Arguments> hosts() throws Exception {
        return Stream.of(
                host("https://github.com/acme/config.git", GITHUB, "X-Hub-Signature-256", "sha256=" + signed(GITHUB)),
                host("git@github.com:Acme/Config.git", GITHUB, "X-Hub-Signature-256", "sha256=" + signed(GITHUB)),
                host("https://gitlab.example.com/group/sub/config.git", GITLAB, "X-Gitlab-Token", SECRET),
                host("ssh://git@gitlab.example.com:2222/group/sub/config", GITLAB, "X-Gitlab-Token", SECRET),
                host(
                        "https://bitbucket.org/acme/config.git",
                        BITBUCKET_CLOUD,
                        "X-Hub-Signature",
                        "sha256=" + signed(BITBUCKET_CLOUD)),
                host(
                        "https://bitbucket.example.com/scm/ops/config.git",
                        BITBUCKET_DATA_CENTER,
                        "X-Hub-Signature",
                        "sha256=" + signed(BITBUCKET_DATA_CENTER)),
                host(
                        "ssh://git@bitbucket.example.com:7999/ops/config.git",
                        BITBUCKET_DATA_CENTER,
                        "X-Hub-Signature",
                        "sha256=" + signed(BITBUCKET_DATA_CENTER)),
                host(
                        "https://bitbucket.example.com/scm/ops/config.git",
                        MERGED_ON_DATA_CENTER,
                        "X-Hub-Signature",
                        "sha256=" + signed(MERGED_ON_DATA_CENTER)),
                host("https://dev.azure.com/acme/Ops/_git/config", AZURE, "Authorization", basic(SECRET)),
                host("git@ssh.dev.azure.com:v3/acme/Ops/config", AZURE, "Authorization", basic(SECRET)),
                host("https://acme.visualstudio.com/Ops/_git/config", AZURE, "Authorization", basic(SECRET)),
                host("https://git.example.com/config", GENERAL, "Authorization", "Bearer " + SECRET),
                host("https://git.example.com/config", GENERAL, "X-Hub-Signature-256", "sha256=" + signed(GENERAL)),
                host("https://git.example.com/config", GENERAL, "X-Gitea-Signature", signed(GENERAL)));
    }

    private static Arguments host(String url, String body, String header, String proof) {
        return Arguments.of(url, body, header, proof);
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void takesWhatIsProved(String url, String body, String header, String proof) {
        WebhookAnswer answer = receiver(url, SECRET).receive(Map.of(header, proof), body.getBytes(UTF_8));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.repositories()).containsExactly("config");
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void refusesAnotherSecret(String url, String body, String header, String proof) {
        assertRefused(receiver(url, "another secret").receive(Map.of(header, proof), body.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void refusesWhereNoSecretIsConfigured(String url, String body, String header, String proof) {
        assertRefused(receiver(url, "").receive(Map.of(header, proof), body.getBytes(UTF_8)));
        assertRefused(receiver(url, "").receive(Map.of("X-Gitlab-Token", ""), body.getBytes(UTF_8)));
        assertRefused(receiver(url, "").receive(Map.of("Authorization", basic("")), body.getBytes(UTF_8)));
    }

    static Stream<Arguments> signingHosts() throws Exception {
        return hosts().filter(host -> host.get()[2].toString().contains("Signature"));
    }

    @ParameterizedTest
    @MethodSource("signingHosts")
    void refusesAChangedBody(String url, String body, String header, String proof) {
        assertRefused(receiver(url, SECRET).receive(Map.of(header, proof), (body + " ").getBytes(UTF_8)));
    }

    private static void assertRefused(WebhookAnswer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.repositories()).isEmpty();
        assertThat(answer.message())
                .isEqualTo("No repository here has this URL and this secret. Compare both with what is configured.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256=", "sha256=zz", "sha1=0", "sha256", "sha256=00"})
    void refusesWhatIsNoSignature(String signature) {
        assertRefused(receiver("https://git.example.com/config", SECRET)
                .receive(Map.of("X-Hub-Signature-256", signature), GENERAL.getBytes(UTF_8)));
        assertRefused(receiver("https://git.example.com/config", SECRET)
                .receive(Map.of("X-Gitea-Signature", signature), GENERAL.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic", "Basic !!", "Basic ", "Digest a"})
    void refusesWhatIsNoToken(String authorization) {
        assertRefused(receiver("https://git.example.com/config", SECRET)
                .receive(Map.of("Authorization", authorization), GENERAL.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer of a proxy", "Basic YTpi", "Basic !!"})
    void aLoginOfSomethingElseDoesNotHideTheToken(String authorization) {
        WebhookReceiver receiver = receiver("https://gitlab.example.com/group/sub/config.git", SECRET);
        assertThat(receiver.receive(
                                Map.of("Authorization", authorization, "X-Gitlab-Token", SECRET),
                                GITLAB.getBytes(UTF_8))
                        .repositories())
                .containsExactly("config");
        assertRefused(receiver.receive(
                Map.of("Authorization", authorization, "X-Gitlab-Token", "another"), GITLAB.getBytes(UTF_8)));
    }

    @Test
    void refusesWithoutAnyProof() {
        assertRefused(receiver("https://git.example.com/config", SECRET).receive(Map.of(), GENERAL.getBytes(UTF_8)));
    }

    @Test
    void theSecretOfOneRepositoryDoesNotSpeakForAnother() throws Exception {
        WebhookAnswer answer = receiver("https://git.example.com/config", "its own")
                .receive(Map.of("X-Hub-Signature-256", "sha256=" + signed(GENERAL)), GENERAL.getBytes(UTF_8));
        assertRefused(answer);
    }

    @Test
    void whatCommitsMentionIsNotWhatTheWebhookIsAbout() throws Exception {
        assertRefused(receiver("https://github.com/acme/other", SECRET)
                .receive(Map.of("X-Hub-Signature-256", "sha256=" + signed(GITHUB)), GITHUB.getBytes(UTF_8)));
    }

    @Test
    void takesGitHubsForm() throws Exception {
        String form = "payload=" + URLEncoder.encode(GITHUB, UTF_8);
        WebhookAnswer answer = receiver("https://github.com/acme/config", SECRET)
                .receive(
                        Map.of(
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "X-Hub-Signature-256",
                                "sha256=" + signed(form)),
                        form.getBytes(UTF_8));
        assertThat(answer.repositories()).containsExactly("config");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 299, -299})
    void takesGitLabsSigningToken(long seconds) throws Exception {
        assertThat(standard(SIGNING_TOKEN, NOW.getEpochSecond() + seconds).repositories())
                .containsExactly("config");
    }

    @ParameterizedTest
    @ValueSource(longs = {301, -301})
    void refusesASigningTokenOfAnotherTime(long seconds) throws Exception {
        assertRefused(standard(SIGNING_TOKEN, NOW.getEpochSecond() + seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_", "whsec_!!", "no signing token"})
    void refusesASigningTokenThatIsNone(String token) throws Exception {
        assertRefused(standard(token, NOW.getEpochSecond()));
    }

    private static WebhookAnswer standard(String token, long seconds) throws Exception {
        String signature = Base64.getEncoder().encodeToString(mac(SIGNING_KEY, "id-1." + seconds + "." + GITLAB));
        return receiver("https://gitlab.example.com/group/sub/config", token)
                .receive(
                        Map.of(
                                "webhook-id",
                                "id-1",
                                "webhook-timestamp",
                                Long.toString(seconds),
                                "webhook-signature",
                                "v1,AAAA v1," + signature),
                        GITLAB.getBytes(UTF_8));
    }

    @Test
    void answersATestOfTheConnection() throws Exception {
        String ping = "{\"test\": true}";
        WebhookReceiver receiver = receiver("https://bitbucket.example.com/scm/ops/config.git", SECRET);
        WebhookAnswer known =
                receiver.receive(Map.of("X-Hub-Signature", "sha256=" + signed(ping)), ping.getBytes(UTF_8));
        assertThat(known.status()).isEqualTo(200);
        assertThat(known.repositories()).isEmpty();
        assertRefused(receiver.receive(Map.of("X-Hub-Signature", "sha256=00"), ping.getBytes(UTF_8)));
    }

    @Test
    void aLongBodyIsNotTriedAgainstEverySecret() throws Exception {
        String body = "{\"a\": \"" + "a".repeat(5000) + "\"}";
        assertRefused(receiver("https://git.example.com/config", SECRET)
                .receive(Map.of("X-Hub-Signature-256", "sha256=" + signed(body)), body.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "no", "{\"repository\": ", "{\"repository\": {\"url\": \"x\"", "\"text\""})
    void refusesWhatIsNoJsonObject(String body) {
        WebhookAnswer answer = receiver("https://git.example.com/config", SECRET)
                .receive(Map.of("Authorization", "Bearer " + SECRET), body.getBytes(UTF_8));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo("Expected a JSON object, as Git hosts send it.");
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        String body = "{\"repository\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(receiver("https://git.example.com/config", SECRET)
                        .receive(Map.of(), body.getBytes(UTF_8))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"199, true", "200, false"})
    void textsThatAreNoUrlsCountToo(int before, boolean found) {
        String body = "{\"repository\": [" + "\"://\",".repeat(before) + "\"https://git.example.com/config\"]}";
        assertThat(receiver("https://git.example.com/config", SECRET)
                        .receive(Map.of("Authorization", "Bearer " + SECRET), body.getBytes(UTF_8))
                        .repositories()
                        .contains("config"))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"://\"", "{}", "[]", "\"a@b:c\"", "1"})
    void aLongBodyOfSmallValuesIsReadAtOnce(String value) {
        String start = "{\"repository\": [\"https://git.example.com/config\"";
        int times = (WebhookReceiver.LONGEST - start.length() - 2) / (value.length() + 1);
        byte[] body = (start + ("," + value).repeat(times) + "]}").getBytes(UTF_8);
        WebhookAnswer answer = assertTimeout(
                Duration.ofSeconds(5),
                () -> receiver("https://git.example.com/config", SECRET)
                        .receive(Map.of("Authorization", "Bearer " + SECRET), body));
        assertThat(answer.repositories()).containsExactly("config");
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(receiver("https://git.example.com/config", SECRET)
                        .receive(Map.of(), new byte[WebhookReceiver.LONGEST + 1])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aSecretIsNeverShown() {
        assertThat(new WebhookTarget("config", GitUrl.of("https://git.example.com/config"), new WebhookSecret(SECRET)))
                .asString()
                .doesNotContain(SECRET);
    }
}
