package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Asks through {@code kubectl}, which knows every way to come in. */
final class KubectlWitness implements Witness {
    private final Program kubectl;

    /** @param kubectl with the arguments that choose the cluster */
    KubectlWitness(Program kubectl) {
        this.kubectl = kubectl;
    }

    @Override
    public String means() {
        return "kubectl get --raw";
    }

    @Override
    public JsonNode deployment(String namespace, String name) throws IOException, InterruptedException {
        String path = "/apis/apps/v1/namespaces/" + namespace + "/deployments/" + name;
        return new ObjectMapper().readTree(kubectl.run("get", "--raw", path));
    }

    @Override
    public void patchDeployment(String namespace, String name, String patch) throws IOException, InterruptedException {
        kubectl.run(
                "patch",
                "deployment",
                name,
                "--namespace",
                namespace,
                "--type",
                "merge",
                "--patch",
                patch,
                "--field-manager",
                HAND);
    }

    @Override
    public void createNamespace(String name) throws IOException, InterruptedException {
        kubectl.run("create", "namespace", name);
    }

    @Override
    public void deleteNamespace(String name) throws IOException, InterruptedException {
        kubectl.run("delete", "namespace", name, "--wait=false");
    }
}
