package io.jenkins.plugins.gitops.cli.demo;

import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The main job, stage by stage: promote, wait, a gate, compare, a change by hand, bring it back, roll back, heal, a lease. */
public final class Demo {
    static final List<Stage> STAGES = List.of(
            new RepositoryStage(),
            new PromoteStage(Shop.DEV, null),
            new WaitStage(Shop.DEV, true),
            new PromoteStage(Shop.STAGING, null),
            new WaitStage(Shop.STAGING, true),
            new GateStage(),
            new ApproveStage(),
            new PromoteStage(Shop.PROD, Shop.STAGING),
            new WaitStage(Shop.PROD, false),
            new DiffStage(),
            new HandStage(),
            new DriftStage(),
            new SyncStage(),
            new RollbackStage(),
            new HealStage(),
            new LeaseStage(),
            new ExpiryStage());

    private final DemoCluster cluster;
    private final GitServer git;
    private final Path folder;
    private final PrintWriter out;

    /**
     * @param cluster where to deliver
     * @param git serves the repositories of the folder
     * @param folder an empty folder
     * @param out where the story is told
     */
    public Demo(DemoCluster cluster, GitServer git, Path folder, PrintWriter out) {
        this.cluster = cluster;
        this.git = git;
        this.folder = folder;
        this.out = out;
    }

    /** The names of the stages, in order. */
    public static List<String> stages() {
        return STAGES.stream().map(Stage::name).toList();
    }

    /**
     * Goes through the stages, up to the first whose check fails.
     *
     * @param broken the stage whose claim is made false; empty for none
     * @return whether every check held
     */
    public boolean run(Gitops gitops, String broken) throws IOException, InterruptedException {
        long started = System.nanoTime();
        Scene scene = new Scene(folder, git, cluster, gitops, out);
        say("The config repository is at " + scene.url() + ", the cluster is " + cluster.description() + ".");
        for (Place place : Shop.PLACES) {
            cluster.witness().createNamespace(place.namespace());
        }
        int number = 0;
        for (Stage stage : STAGES) {
            number++;
            say("");
            say(number + ". " + stage.title() + "  [" + stage.name() + "]");
            if (!holds(stage, scene, stage.name().equals(broken))) {
                say("");
                say("The check of stage " + stage.name() + " failed.");
                return false;
            }
        }
        say("");
        double seconds = (System.nanoTime() - started) / 1e9;
        say(String.format(Locale.ROOT, "All %d checks held, in %.1f s.", number, seconds));
        return true;
    }

    private boolean holds(Stage stage, Scene scene, boolean broken) throws IOException, InterruptedException {
        try {
            stage.act(scene);
            if (broken) {
                say("   broken on purpose");
                stage.spoil(scene);
            }
            say("   checked: " + stage.check(scene));
            return true;
        } catch (Unproved e) {
            say("   NOT TRUE: " + e.getMessage());
            return false;
        }
    }

    /** Takes what was made in a cluster that outlives the demo away again. */
    public void cleanUp() throws IOException, InterruptedException {
        if (cluster.isLasting()) {
            for (Place place : Shop.PLACES) {
                cluster.witness().deleteNamespace(place.namespace());
            }
        }
    }

    /** How to go on by hand, where everything is kept. */
    public List<String> waysOn() {
        return List.of(
                "export GITOPS_USERNAME=" + git.user() + " GITOPS_PASSWORD=" + git.password(),
                "export KUBECONFIG=" + cluster.kubeconfig(),
                "./gitops diff --repository " + git.url("config.git") + " --application " + Shop.NAME
                        + " --environment prod");
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
