package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.yaml.YamlFile;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The repository that promotions are measured on: 10,000 files of a hundred applications, and 1,000 commits. */
final class PromotionRepository {
    static final int APPLICATIONS = 100;
    static final int ENVIRONMENTS = 4;
    static final int FILES = 25;
    static final int COMMITS = 1_000;

    private PromotionRepository() {}

    static String path(int application, int environment, int file) {
        return String.format("apps/app-%03d/env-%d/values-%02d.yaml", application, environment, file);
    }

    static void create(GitHttpServer server, String name) throws IOException {
        server.createRepository(name, Map.of());
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        head(stream, 0);
        for (int application = 0; application < APPLICATIONS; application++) {
            for (int environment = 0; environment < ENVIRONMENTS; environment++) {
                for (int file = 0; file < FILES; file++) {
                    file(stream, application, environment, file, 0);
                }
            }
        }
        for (int commit = 1; commit < COMMITS; commit++) {
            head(stream, commit);
            file(stream, commit * 37 % APPLICATIONS, commit % ENVIRONMENTS, commit % FILES, commit);
        }
        server.repositories().git(name).run(stream.toByteArray(), "fast-import", "--quiet");
        server.repositories().git(name).run("repack", "-a", "-d", "-q");
    }

    private static void head(ByteArrayOutputStream stream, int commit) {
        stream.writeBytes(("commit refs/heads/main\n"
                        + "committer Somebody <somebody@example.com> " + (1_700_000_000 + commit * 60) + " +0000\n"
                        + "data <<END\nPromote " + commit + "\nEND\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static void file(ByteArrayOutputStream stream, int application, int environment, int file, int version) {
        stream.writeBytes(("M 100644 inline " + path(application, environment, file) + "\ndata <<END\n"
                        + content(application, environment, file, version) + "END\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String content(int application, int environment, int file, int version) {
        return "# part " + file + " of application " + application + "\n"
                + "image:\n"
                + "  repository: registry.example.com/team/app-" + application + "-" + file + "\n"
                + "  tag: \"1." + version + ".0\"\n"
                + "replicas: " + (environment + 1) + "\n"
                + "resources:\n"
                + "  limits:\n"
                + "    memory: " + (64 + file) + "Mi\n";
    }

    /** The edit that is measured: one image tag. */
    static TreeEdit imageTag(String file, String version) {
        return tree -> {
            byte[] old = tree.read(file).orElseThrow();
            byte[] edited = YamlFile.parse(file, old)
                    .set(YamlPath.of("image", "tag"), version)
                    .bytes();
            return List.of(FileChange.write(file, edited));
        };
    }
}
