package io.jenkins.plugins.gitops.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A long history of promotions, made up: 100 applications in 4 environments, each on a branch of its own. One in fifty is
 * a downgrade that is meant, and one in forty comes too late.
 */
final class ReplayHistory {
    static final int APPLICATIONS = 100;
    static final int ENVIRONMENTS = 4;
    private static final int DOWNGRADES = 50;
    private static final int LATE = 40;

    private final List<Item> items = new ArrayList<>();

    /**
     * One promotion.
     *
     * @param late whether a newer one was there before it, so that it is to write nothing
     */
    record Item(String id, String branch, String file, String version, int order, boolean late) {
        String json() {
            return "{\"id\": \"%s\", \"branch\": \"%s\", \"set\": {\"%s#image.tag\": \"%s\"}, \"stream\": \"%s\", \"order\": %d}"
                    .formatted(id, branch, file, version, file, order);
        }
    }

    ReplayHistory(int promotions, long seed) {
        Random random = new Random(seed);
        Map<String, Integer> orders = new HashMap<>();
        Map<String, Integer> versions = new HashMap<>();
        for (int i = 0; i < promotions; i++) {
            String branch = branch(random.nextInt(ENVIRONMENTS));
            String file = file(random.nextInt(APPLICATIONS));
            String stream = branch + " " + file;
            int last = orders.getOrDefault(stream, 0);
            boolean late = last > 1 && random.nextInt(LATE) == 0;
            int order = late ? 1 + random.nextInt(last - 1) : last + 1 + random.nextInt(3);
            int version = versions.getOrDefault(stream, 0);
            boolean downgrade = version > 1 && random.nextInt(DOWNGRADES) == 0;
            version = downgrade ? 1 + random.nextInt(version - 1) : version + 1;
            if (!late) {
                orders.put(stream, order);
                versions.put(stream, version);
            }
            items.add(new Item("p" + i, branch, file, "1." + version + ".0", order, late));
        }
    }

    List<Item> items() {
        return items;
    }

    static String branch(int environment) {
        return "env/" + environment;
    }

    private static String file(int application) {
        return "apps/app-%03d/values.yaml".formatted(application);
    }

    private static String content(String version) {
        return "# by hand, and to stay\nimage:\n  repository: registry.example.com/app\n  tag: \"" + version
                + "\"   # the version\nreplicas: 2\n";
    }

    /** The start of all branches, as {@code git fast-import} reads it. */
    static byte[] start() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int environment = 0; environment < ENVIRONMENTS; environment++) {
            commit(stream, branch(environment));
            for (int application = 0; application < APPLICATIONS; application++) {
                write(stream, file(application), "0");
            }
        }
        return stream.toByteArray();
    }

    /** What is to stand on a branch after these promotions, one commit each. */
    static byte[] commits(List<Item> promoted) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < promoted.size(); i++) {
            Item item = promoted.get(i);
            commit(stream, item.branch());
            if (i == 0) {
                print(stream, "from refs/heads/" + item.branch() + "^0\n");
            }
            write(stream, item.file(), item.version());
        }
        return stream.toByteArray();
    }

    private static void commit(ByteArrayOutputStream stream, String branch) {
        print(stream, "commit refs/heads/" + branch + "\ncommitter A <a@example.com> 1700000000 +0000\ndata 1\nx\n");
    }

    private static void write(ByteArrayOutputStream stream, String file, String version) {
        byte[] content = content(version).getBytes(StandardCharsets.UTF_8);
        print(stream, "M 100644 inline " + file + "\ndata " + content.length + "\n");
        stream.writeBytes(content);
        print(stream, "\n");
    }

    private static void print(ByteArrayOutputStream stream, String text) {
        stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
