package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** A lease allows a change by hand for a while; what it does not allow is put back beside it. */
final class LeaseStage implements Stage {
    static final Place PLACE = Shop.STAGING;

    private static final String LASTS = "15s";
    private static final String REPLICAS = "/spec/replicas";
    private static final String BOTH = """
            {"spec": {"replicas": %d, "template": {"spec": {"containers": [
              {"name": "web", "image": "%s", "ports": [{"containerPort": 8080, "protocol": "TCP"}]}]}}}}
            """.formatted(HandStage.REPLICAS, Shop.OLD);

    @Override
    public String name() {
        return "lease";
    }

    @Override
    public String title() {
        return "A lease lets staging be scaled for " + LASTS + ": that stays, another change by the same hand does not";
    }

    /** The other change shows that the monitor was there, and took its time, while the leased one was left alone. */
    @Override
    public void act(Scene scene) throws IOException, InterruptedException {
        List<String> arguments = scene.arguments("lease", PLACE);
        arguments.addAll(List.of("--resource", "Deployment/" + Shop.DEPLOYMENT, "--field", REPLICAS));
        arguments.addAll(List.of("--for", LASTS, "--reason", "Black Friday"));
        scene.run(0, arguments);
        try (MonitorReader monitor = scene.monitor(PLACE)) {
            monitor.await("seen");
            scene.witness().patchDeployment(PLACE.namespace(), Shop.DEPLOYMENT, BOTH);
            JsonNode told = monitor.await("drift");
            Unproved.unless(!told.at("/fields").toString().contains(REPLICAS), "what is leased was told: " + told);
            monitor.awaitHealed();
        }
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        scene.scale(PLACE, PLACE.replicas());
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        JsonNode live = scene.live(PLACE);
        Instant now = Instant.now();
        int replicas = live.at("/spec/replicas").asInt();
        String image = live.at("/spec/template/spec/containers/0/image").asText();
        String writer = HandStage.writer(live);
        Unproved.unless(
                replicas == HandStage.REPLICAS && writer.equals(Witness.HAND),
                "the Deployment has " + replicas + " replicas, by " + writer);
        Unproved.unless(image.equals(Shop.NEW), "the Deployment runs " + image);
        LeaseFile lease = LeaseFile.in(scene.clone("main"));
        Unproved.unless(
                now.isBefore(lease.until()), lease.path() + " was over at " + lease.until() + ", before " + now);
        return scene.witness().means() + ": still " + replicas + " replicas by " + writer + ", and " + image
                + " again; git clone: " + lease.path() + " allows it until " + lease.until();
    }
}
