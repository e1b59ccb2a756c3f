package io.jenkins.plugins.gitops.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.Approvals.Given;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Ada promotes. */
class ApprovalGateTest {
    private static final Gate.Approval GRACE_OR_SRE = named(1, false, false);
    private static final Gate.Approval TWO = named(2, false, true);
    private static final Approvals NOBODY = (candidate, gate) -> List.of();
    private static final Approvals SILENT = (candidate, gate) -> {
        throw new IOException("The forge does not answer");
    };

    @Test
    void opensWhereOneOfTheNamedHasApproved() throws IOException {
        assertThat(decide(GRACE_OR_SRE, by("grace"), NOBODY)).isEqualTo(Decision.open("Approved by grace"));
        assertThat(decide(GRACE_OR_SRE, by("linus:dev,sre"), NOBODY).state()).isEqualTo(State.OPEN);
    }

    @Test
    void tellsWhoIsAskedAndWhoDoesNotCount() throws IOException {
        assertThat(decide(GRACE_OR_SRE, NOBODY, NOBODY))
                .isEqualTo(Decision.closed("0 of 1 approval; asked are grace, the group sre"));
        assertThat(decide(TWO, by("grace", "ada:sre", "linus:dev"), NOBODY))
                .isEqualTo(
                        Decision.closed(
                                "1 of 2 approvals, by grace; asked are grace, the group sre"
                                        + "; that of ada does not count, who promotes; that of linus does not count, who is not asked"));
    }

    @Test
    void refusesSelfApprovalUnlessAllowed() throws IOException {
        assertThat(decide(GRACE_OR_SRE, by("ADA:sre"), NOBODY).state()).isEqualTo(State.CLOSED);
        assertThat(decide(named(1, true, false), by("ada:sre"), NOBODY).state()).isEqualTo(State.OPEN);
    }

    @Test
    void countsAPersonOnce() throws IOException {
        assertThat(decide(TWO, by("grace", "Grace"), by("GRACE")).state()).isEqualTo(State.CLOSED);
        assertThat(decide(TWO, by("grace"), by("linus:sre"))).isEqualTo(Decision.open("Approved by grace and linus"));
    }

    @Test
    void comparesIdsAsTheSecurityRealmDoes() throws IOException {
        Identities exact = new Identities(Comparator.naturalOrder(), Comparator.naturalOrder());
        ApprovalGate gate = new ApprovalGate(GRACE_OR_SRE, by("Grace", "linus:SRE"), NOBODY, exact);

        assertThat(gate.decide(Candidates.candidate(), Candidates.NOW).state()).isEqualTo(State.CLOSED);
    }

    @Test
    void asksTheForgeOnlyWhereToldTo() throws IOException {
        assertThat(decide(GRACE_OR_SRE, NOBODY, by("grace")).state()).isEqualTo(State.CLOSED);
        assertThat(decide(named(1, false, true), NOBODY, by("grace")).state()).isEqualTo(State.OPEN);
    }

    @Test
    void leavesItToTheForgeWhoMayApproveThere() throws IOException {
        Gate.Approval forge = new Gate.Approval("approval", List.of(), List.of(), 2, false, true);

        assertThat(decide(forge, by("grace"), by("linus", "octocat")).state()).isEqualTo(State.OPEN);
        assertThat(decide(forge, by("grace", "linus"), by("octocat", "ada")))
                .isEqualTo(Decision.closed(
                        "1 of 2 approvals, by octocat in the forge" + "; that of ada does not count, who promotes"));
    }

    @Test
    void isNotOpenWhileSomebodyAsksForChangesHoweverManyApproved() throws IOException {
        assertThat(decide(named(1, false, true), by("grace"), objecting("eve", "mallory")))
                .isEqualTo(Decision.closed("eve and mallory ask for changes in the pull request"));
        assertThat(decide(GRACE_OR_SRE, by("grace"), objecting("eve")).state()).isEqualTo(State.OPEN);
        assertThat(decide(named(1, false, true), by("grace"), objecting()))
                .isEqualTo(Decision.unknown("Whether somebody asks for changes is not known: The forge is away"));
    }

    /** A forge where nobody approves; without names, one that cannot be asked. */
    private static Approvals objecting(String... accounts) {
        return new Approvals() {
            @Override
            public List<Given> of(Candidate candidate, String gate) {
                return List.of();
            }

            @Override
            public List<String> objections(Candidate candidate, String gate) throws IOException {
                if (accounts.length == 0) {
                    throw new IOException("The forge is away");
                }
                return List.of(accounts);
            }
        };
    }

    @Test
    void takesAnAccountForNobodyOfJenkins() throws IOException {
        Decision alone = decide(named(1, false, true), NOBODY, byAccounts("grace"));
        Decision beside = decide(named(2, true, true), by("grace"), byAccounts("grace-gh", "linus"));

        assertThat(alone)
                .isEqualTo(Decision.closed("0 of 1 approval; asked are grace, the group sre"
                        + "; that of the account grace does not count, since nobody knows whose it is"));
        assertThat(beside.state()).isEqualTo(State.CLOSED);
        assertThat(beside.reason()).startsWith("1 of 2 approvals, by grace;");
    }

    @Test
    void takesNoAccountThatMayBeThePromoters() throws IOException {
        Gate.Approval others = new Gate.Approval("approval", List.of(), List.of(), 1, false, true);
        Gate.Approval anybody = new Gate.Approval("approval", List.of(), List.of(), 1, true, true);

        assertThat(decide(others, NOBODY, byAccounts("ada-gh")))
                .isEqualTo(Decision.closed("0 of 1 approval in the forge"
                        + "; that of the account ada-gh does not count, since nobody knows whose it is"));
        assertThat(decide(anybody, NOBODY, byAccounts("ada-gh")))
                .isEqualTo(Decision.open("Approved by the account ada-gh"));
        assertThat(new ApprovalGate(others, NOBODY, byAccounts("ada-gh"), Identities.IGNORING_CASE)
                        .decide(Candidates.byNobody(), Candidates.NOW))
                .isEqualTo(Decision.open("Approved by the account ada-gh"));
    }

    @Test
    void opensOnWhatIsKnownAndIsUnknownOtherwise() throws IOException {
        assertThat(decide(TWO, by("grace", "linus:sre"), SILENT).state()).isEqualTo(State.OPEN);
        assertThat(decide(TWO, SILENT, by("grace", "linus:sre")).state()).isEqualTo(State.OPEN);
        assertThat(decide(TWO, by("grace"), SILENT).state()).isEqualTo(State.UNKNOWN);
        assertThat(decide(TWO, by("grace"), SILENT).reason()).endsWith("; The forge does not answer");
    }

    /** Against a set of who counts. */
    @Property
    void agreesWithASet(@ForAll("approvals") List<Given> given, @ForAll boolean self, @ForAll("counts") int count)
            throws IOException {
        Set<String> people = new TreeSet<>();
        for (Given each : given) {
            String user = each.user().toLowerCase(Locale.ROOT);
            if ((self || !user.equals("ada"))
                    && (user.equals("grace") || each.groups().contains("sre"))) {
                people.add(user);
            }
        }

        assertThat(decide(named(count, self, false), (candidate, gate) -> given, NOBODY)
                        .state())
                .isEqualTo(people.size() >= count ? State.OPEN : State.CLOSED);
    }

    @Provide
    Arbitrary<List<Given>> approvals() {
        Arbitrary<String> user = Arbitraries.of("ada", "Ada", "grace", "GRACE", "linus", "alan");
        Arbitrary<Set<String>> groups = Arbitraries.of("sre", "dev").set().ofMaxSize(2);
        return Combinators.combine(user, groups)
                .as((name, in) -> new Given(name, in, Candidates.NOW))
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.integers().between(1, 4);
    }

    private static Gate.Approval named(int count, boolean self, boolean forge) {
        return new Gate.Approval("approval", List.of("grace"), List.of("sre"), count, self, forge);
    }

    /** Approvals as {@code user} or {@code user:group,group}. */
    private static Approvals by(String... given) {
        List<Given> all = Arrays.stream(given)
                .map(each -> each.split(":"))
                .map(parts ->
                        new Given(parts[0], parts.length > 1 ? Set.of(parts[1].split(",")) : Set.of(), Candidates.NOW))
                .toList();
        return (candidate, gate) -> all;
    }

    private static Approvals byAccounts(String... accounts) {
        List<Given> all = Arrays.stream(accounts)
                .map(account -> Given.byAccount(account, Candidates.NOW, ""))
                .toList();
        return (candidate, gate) -> all;
    }

    private static Decision decide(Gate.Approval gate, Approvals jenkins, Approvals forge) throws IOException {
        return new ApprovalGate(gate, jenkins, forge, Identities.IGNORING_CASE)
                .decide(Candidates.candidate(), Candidates.NOW);
    }
}
