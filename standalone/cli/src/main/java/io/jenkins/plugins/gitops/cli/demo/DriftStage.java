package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.util.List;

/** The comparison shows the change that was made by hand, and whose hand it was. */
final class DriftStage implements Stage {
    private static final Place PLACE = Shop.PROD;

    private JsonNode field;

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public String title() {
        return "The comparison shows it, and whose hand it was";
    }

    @Override
    public void act(Scene scene) throws IOException {
        List<String> arguments = scene.arguments("diff", PLACE);
        scene.run(1, arguments);
        arguments.addAll(List.of("-o", "json"));
        JsonNode answer = scene.ask(1, arguments);
        for (JsonNode resource : answer.at("/resources")) {
            if (resource.at("/kind").asText().equals("Deployment")) {
                field = resource.at("/fields/0");
            }
        }
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        scene.scale(PLACE, HandStage.REPLICAS + 1);
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        JsonNode live = scene.live(PLACE);
        int replicas = live.at("/spec/replicas").asInt();
        String writer = HandStage.writer(live);
        Unproved.unless(
                field.at("/path").asText().equals("/spec/replicas")
                        && field.at("/desired").asInt() == PLACE.replicas()
                        && field.at("/live").asInt() == replicas
                        && field.at("/manager").asText().equals(writer),
                "the diff said " + field + ", but live are " + replicas + " replicas by " + writer);
        return scene.witness().means() + ": " + replicas + " replicas by " + writer + ", just as the diff said";
    }
}
