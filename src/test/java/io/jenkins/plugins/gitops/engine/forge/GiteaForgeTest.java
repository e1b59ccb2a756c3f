package io.jenkins.plugins.gitops.engine.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus.State;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.forge.Mergeability.Answer;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.GiteaRepository;
import io.jenkins.plugins.gitops.engine.testbed.OnGitea;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that a forge does, on a real Gitea. */
@OnGitea
class GiteaForgeTest {
    private static final String PASSWORD = "a-password-12";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Proposal PROPOSAL = new Proposal("gitops/prod", "main", "Promote shop", "The diff");

    private final Gitea gitea;
    private GiteaRepository repository;
    private String name;
    private Forge forge;

    GiteaForgeTest(Gitea gitea) {
        this.gitea = gitea;
    }

    @BeforeEach
    void createRepository() throws Exception {
        repository = GiteaRepository.create(gitea);
        name = repository.name();
        forge = repository.forge();
    }

    private String repository(String path) {
        return repository.path(path);
    }

    private String commit(String branch, String file, String content) throws Exception {
        return repository.commit(branch, file, content);
    }

    private JsonNode json(String path) throws Exception {
        return repository.json(path);
    }

    private PullRequest open() throws ForgeException {
        return ((OpenResult.Opened) forge.open(PROPOSAL)).pullRequest();
    }

    /** Gitea finds out in the background. */
    private void awaitMergeable(long number) {
        await().atMost(PATIENCE).until(() -> forge.read(number).mergeability().answer() == Answer.MERGEABLE);
    }

    @Test
    void opensOneAndNoSecond() throws Exception {
        String head = commit("gitops/prod", "a.txt", "1");
        assertThat(forge.find("gitops/prod", "main")).isEmpty();

        PullRequest opened = open();

        assertThat(opened.headCommit()).isEqualTo(head);
        assertThat(opened.state()).isEqualTo(PullRequest.State.OPEN);
        assertThat(opened.mergeCommit()).isEmpty();
        assertThat(opened.url())
                .isEqualTo(gitea.address() + "/" + gitea.admin() + "/" + name + "/pulls/" + opened.number());
        assertThat(forge.open(PROPOSAL))
                .isInstanceOfSatisfying(
                        OpenResult.Existing.class,
                        existing -> assertThat(existing.pullRequest().number()).isEqualTo(opened.number()));
        assertThat(forge.find("gitops/prod", "main").orElseThrow().number()).isEqualTo(opened.number());
        assertThat(forge.find("gitops/prod", "other")).isEmpty();
    }

    @Test
    void isRefusedASecondOneByTheHostItself() throws Exception {
        commit("gitops/prod", "a.txt", "1");
        open();
        Host host = new GiteaHost(api(), List.of(gitea.admin(), name));

        assertThat(catchThrowableOfType(ForgeException.class, () -> host.create(PROPOSAL)))
                .returns(Reason.REFUSED, ForgeException::reason)
                .hasMessageContaining("pull request already exists");
    }

    private Api api() {
        Wire wire = new Wire(Duration.ofSeconds(10), Duration.ofSeconds(30), 1 << 20, null, host -> Optional.empty());
        AnswerCache cache = new AnswerCache(1 << 20);
        Account account = new Account();
        return new Api(
                new ForgeServer(ForgeKind.GITEA, gitea.api()),
                name,
                ForgeToken.of("", gitea.token()),
                new Api.Shared() {
                    @Override
                    public Wire wire() {
                        return wire;
                    }

                    @Override
                    public Clock clock() {
                        return Clock.systemUTC();
                    }

                    @Override
                    public AnswerCache cache() {
                        return cache;
                    }

                    @Override
                    public Account account(ForgeServer server, Secret secret) {
                        return account;
                    }
                });
    }

    @Test
    void opensNoneWhereThereIsNothingToChange() throws Exception {
        gitea.request(
                "POST", repository("/branches"), "{\"new_branch_name\":\"gitops/prod\",\"old_branch_name\":\"main\"}");

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.NothingToChange.class);
        assertThat(json("/pulls?state=all")).isEmpty();
    }

    @Test
    void saysWhereABranchIsMissing() {
        assertThat(catchThrowableOfType(ForgeException.class, () -> forge.open(PROPOSAL))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void findsOneAmongMany() throws Exception {
        commit("gitops/prod", "a.txt", "1");
        long number = open().number();
        for (int i = 0; i < 7; i++) {
            String branch = "other-" + i;
            gitea.request(
                    "POST",
                    repository("/branches"),
                    "{\"new_branch_name\":\"%s\",\"old_branch_name\":\"gitops/prod\"}".formatted(branch));
            gitea.request(
                    "POST",
                    repository("/pulls"),
                    "{\"title\":\"t\",\"head\":\"%s\",\"base\":\"main\"}".formatted(branch));
        }

        assertThat(forge.find("gitops/prod", "main").orElseThrow().number()).isEqualTo(number);
    }

    @Test
    void rewritesLabelsAndAsksForReviews() throws Exception {
        member("lena");
        gitea.request("POST", repository("/labels"), "{\"name\":\"gitops\",\"color\":\"#ff0000\"}");
        commit("gitops/prod", "a.txt", "1");
        PullRequest opened = open();

        forge.rewrite(opened, "Promote shop 2", "Another\n\n```diff\n+ image\n```");
        forge.label(opened.number(), Set.of("gitops", "env/prod"));
        forge.label(opened.number(), Set.of("env/prod"));
        forge.requestReviews(opened.number(), Set.of("lena-" + name));

        PullRequest now = forge.read(opened.number());
        assertThat(now.title()).isEqualTo("Promote shop 2");
        assertThat(now.body()).isEqualTo("Another\n\n```diff\n+ image\n```");
        JsonNode raw = json("/pulls/" + opened.number());
        assertThat(raw.path("labels").findValuesAsText("name")).containsExactlyInAnyOrder("gitops", "env/prod");
        assertThat(raw.path("requested_reviewers").findValuesAsText("login")).containsExactly("lena-" + name);
        assertThat(json("/labels")).hasSize(2);
    }

    @Test
    void makesNoLabelThatIsThere() throws Exception {
        for (int i = 0; i < 7; i++) {
            gitea.request("POST", repository("/labels"), "{\"name\":\"label-%s\",\"color\":\"#ff0000\"}".formatted(i));
        }
        commit("gitops/prod", "a.txt", "1");
        long number = open().number();

        for (int i = 0; i < 7; i++) {
            forge.label(number, Set.of("label-" + i));
        }

        assertThat(json("/labels?limit=5&page=2")).hasSize(2);
        assertThat(json("/pulls/" + number).path("labels").findValuesAsText("name"))
                .hasSize(7);
    }

    @Test
    void readsReviewsOfAllPagesThoughSomeAreNotShown() throws Exception {
        String ann = member("ann");
        String ben = member("ben");
        commit("gitops/prod", "a.txt", "1");
        long number = open().number();
        review(ann, number, "APPROVED");
        review(ben, number, "APPROVED");
        gitea.request("POST", repository("/pulls/" + number + "/reviews"), "{\"body\":\"not sent yet\"}");
        for (int i = 0; i < 5; i++) {
            review(ben, number, "COMMENT");
        }
        review(ann, number, "REQUEST_CHANGES");

        Reviews reviews = repository.forge(ForgeToken.of(ben, PASSWORD)).reviews(number);

        assertThat(reviews.approvals()).extracting(Reviews.Approval::user).containsExactly(ben);
        assertThat(reviews.objections()).containsExactly(ann);
    }

    @Test
    void countsNobodyWhomGiteaWouldNot() throws Exception {
        String stranger = user("mallory");
        String member = member("ann");
        String official = member("ben");
        commit("gitops/prod", "a.txt", "1");
        long number = open().number();
        review(stranger, number, "APPROVED");
        review(member, number, "APPROVED");
        Reviews unprotected = forge.reviews(number);

        gitea.request(
                "POST",
                repository("/branch_protections"),
                "{\"rule_name\":\"main\",\"enable_approvals_whitelist\":true,\"approvals_whitelist_username\":[\"%s\"]}"
                        .formatted(official));
        review(member, number, "APPROVED");
        review(official, number, "APPROVED");
        review(stranger, number, "REQUEST_CHANGES");
        Reviews restricted = forge.reviews(number);

        assertThat(unprotected.approvals()).extracting(Reviews.Approval::user).containsExactly(member);
        assertThat(restricted.approvals()).extracting(Reviews.Approval::user).containsExactly(official);
        assertThat(restricted.objections()).isEmpty();
    }

    /** Makes a user who may write, and gives their name. */
    private String member(String person) throws Exception {
        String user = user(person);
        gitea.request("PUT", repository("/collaborators/" + user), "{\"permission\":\"write\"}");
        return user;
    }

    private String user(String person) throws Exception {
        String user = person + "-" + name;
        gitea.request(
                "POST",
                "/admin/users",
                "{\"username\":\"%1$s\",\"email\":\"%1$s@example.com\",\"password\":\"%2$s\",\"must_change_password\":false}"
                        .formatted(user, PASSWORD));
        return user;
    }

    @Test
    void countsApprovals() throws Exception {
        String user = member("ann");
        String head = commit("gitops/prod", "a.txt", "1");
        long number = open().number();
        Forge ann = repository.forge(ForgeToken.of(user, PASSWORD));
        assertThat(ann.reviews(number).approvals()).isEmpty();

        review(user, number, "REQUEST_CHANGES");
        Reviews objected = forge.reviews(number);
        review(user, number, "APPROVED");
        Reviews approved = forge.reviews(number);

        assertThat(objected.objections()).containsExactly(user);
        assertThat(objected.approvals()).isEmpty();
        assertThat(approved.objections()).isEmpty();
        assertThat(approved.approvals()).containsExactly(new Reviews.Approval(user, head));
    }

    private void review(String user, long number, String event) throws Exception {
        gitea.request(
                "POST",
                repository("/pulls/" + number + "/reviews?sudo=" + user),
                "{\"event\":\"%s\",\"body\":\"so\"}".formatted(event));
    }

    @ParameterizedTest
    @EnumSource(MergeMethod.class)
    void mergesInEveryWay(MergeMethod method) throws Exception {
        String head = commit("gitops/prod", "a.txt", "1");
        commit("main", "b.txt", "1");
        long number = open().number();
        awaitMergeable(number);

        MergeResult result = forge.merge(
                number,
                new MergeOrder(method, head, "Promote shop", "Why not\n\nGitops-Id: 7\nGitops-Environment: prod"));

        PullRequest merged = forge.read(number);
        assertThat(merged.state()).isEqualTo(PullRequest.State.MERGED);
        assertThat(result).isEqualTo(new MergeResult.Merged(merged.mergeCommit()));
        JsonNode tip = json("/branches/main").path("commit");
        assertThat(merged.mergeCommit()).contains(tip.path("id").textValue());
        String message = tip.path("message").textValue();
        int parents = json("/git/commits/" + tip.path("id").textValue())
                .path("parents")
                .size();
        if (method == MergeMethod.REBASE) {
            assertThat(message).startsWith("Write a.txt");
        } else {
            assertThat(message).startsWith("Promote shop\n\nWhy not\n\nGitops-Id: 7\nGitops-Environment: prod");
        }
        assertThat(parents).isEqualTo(method == MergeMethod.MERGE ? 2 : 1);
        assertThat(json("/branches").findValuesAsText("name")).contains("gitops/prod");
    }

    @Test
    void mergesNothingButWhatWasReviewed() throws Exception {
        String reviewed = commit("gitops/prod", "a.txt", "1");
        long number = open().number();
        String moved = commit("gitops/prod", "b.txt", "1");
        awaitMergeable(number);

        assertThat(forge.merge(number, order(reviewed))).isEqualTo(new MergeResult.HeadMoved(moved));
        assertThat(forge.read(number).state()).isEqualTo(PullRequest.State.OPEN);
    }

    private static MergeOrder order(String head) {
        return new MergeOrder(MergeMethod.SQUASH, head, "Promote", "");
    }

    @Test
    void mergesNothingThatConflicts() throws Exception {
        String head = commit("gitops/prod", "a.txt", "ours");
        commit("main", "a.txt", "theirs");
        long number = open().number();

        MergeResult result = forge.merge(number, order(head));

        assertThat(result)
                .isInstanceOfSatisfying(
                        MergeResult.NotYet.class,
                        notYet -> assertThat(notYet.why()).contains("conflicts with the base"));
        assertThat(forge.read(number).mergeability().answer()).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void waitsForWhatTheBranchDemands() throws Exception {
        gitea.request(
                "POST",
                repository("/branch_protections"),
                "{\"rule_name\":\"main\",\"enable_status_check\":true,\"status_check_contexts\":[\"ci/build\"],\"block_admin_merge_override\":true}");
        String head = commit("gitops/prod", "a.txt", "1");
        long number = open().number();
        awaitMergeable(number);

        MergeResult before = forge.merge(number, order(head));
        forge.report(head, new CommitStatus("ci/build", State.SUCCESS, "12 tests", ""));
        MergeResult after = forge.merge(number, order(head));

        assertThat(before)
                .isInstanceOfSatisfying(
                        MergeResult.NotYet.class,
                        notYet -> assertThat(notYet.why()).contains("status checks"));
        assertThat(after).isInstanceOf(MergeResult.Merged.class);
    }

    @Test
    void saysWhereTheRepositoryAllowsNoSuchMerge() throws Exception {
        gitea.request("PATCH", repository(""), "{\"has_pull_requests\":true,\"allow_squash_merge\":false}");
        String head = commit("gitops/prod", "a.txt", "1");
        long number = open().number();
        awaitMergeable(number);

        assertThat(forge.merge(number, order(head)))
                .isInstanceOfSatisfying(
                        MergeResult.Refused.class,
                        refused -> assertThat(refused.why()).contains("squash is not allowed"));
    }

    @Test
    void knowsWhatWasMergedOrClosedBefore() throws Exception {
        String head = commit("gitops/prod", "a.txt", "1");
        long merged = open().number();
        awaitMergeable(merged);
        forge.merge(merged, order(head));
        String second = commit("gitops/second", "b.txt", "1");
        long closed = ((OpenResult.Opened) forge.open(new Proposal("gitops/second", "main", "t", "b")))
                .pullRequest()
                .number();

        forge.close(closed);
        forge.close(closed);
        forge.close(merged);

        assertThat(forge.read(closed).state()).isEqualTo(PullRequest.State.CLOSED);
        assertThat(forge.read(merged).state()).isEqualTo(PullRequest.State.MERGED);
        assertThat(forge.merge(merged, order(head)))
                .isEqualTo(new MergeResult.Merged(forge.read(merged).mergeCommit()));
        assertThat(forge.merge(closed, order(second))).isInstanceOf(MergeResult.Refused.class);
        assertThat(forge.find("gitops/second", "main")).isEmpty();
    }

    @Test
    void readsAndWritesStatuses() throws Exception {
        String commit = commit("gitops/prod", "a.txt", "1");
        assertThat(forge.statuses(commit)).isEmpty();

        for (int i = 0; i < 7; i++) {
            forge.report(commit, new CommitStatus("check-" + i, State.PENDING, "", ""));
        }
        forge.report(commit, new CommitStatus("check-1", State.FAILURE, "2 tests", "https://ci.test/1"));
        forge.report(commit, new CommitStatus("check-2", State.ERROR, "", ""));
        forge.report(commit, new CommitStatus("check-3", State.SUCCESS, "", ""));

        gitea.request("POST", repository("/statuses/" + commit), "{\"context\":\"check-4\",\"state\":\"skipped\"}");

        List<CommitStatus> statuses = forge.statuses(commit);
        assertThat(statuses)
                .extracting(CommitStatus::name)
                .doesNotHaveDuplicates()
                .hasSize(7);
        assertThat(statuses)
                .contains(
                        new CommitStatus("check-0", State.PENDING, "", ""),
                        new CommitStatus("check-1", State.FAILURE, "2 tests", "https://ci.test/1"),
                        new CommitStatus("check-2", State.ERROR, "", ""),
                        new CommitStatus("check-3", State.SUCCESS, "", ""),
                        new CommitStatus("check-4", State.TOLERATED, "", ""));
    }

    @Test
    void saysWhatIsWrongWithAToken() throws Exception {
        String token = "0123456789abcdef0123456789abcdef01234567";
        ForgeException refused = catchThrowableOfType(
                ForgeException.class,
                () -> repository.forge(ForgeToken.of("", token)).find("a", "main"));

        assertThat(refused.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(refused).hasMessageNotContaining(token).hasMessageContaining("renew it");
        gitea.request("PATCH", repository(""), "{\"private\":true}");
        assertThat(catchThrowableOfType(
                                ForgeException.class,
                                () -> repository.forge(ForgeToken.none()).read(1))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(repository.forge(ForgeToken.of(gitea.admin(), gitea.token())).find("a", "main"))
                .isEqualTo(Optional.empty());
    }
}
