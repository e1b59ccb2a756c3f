package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Somebody who looks at the cluster, and changes something there by hand, without the engine. */
interface Witness {
    /** The field manager that changes by hand go by. */
    String HAND = "kubectl-edit";

    /** How it looks, for people. */
    String means();

    /** A Deployment as it is live. */
    JsonNode deployment(String namespace, String name) throws IOException, InterruptedException;

    /** Merges a patch into a Deployment. */
    void patchDeployment(String namespace, String name, String patch) throws IOException, InterruptedException;

    /** Makes a namespace. */
    void createNamespace(String name) throws IOException, InterruptedException;

    /** Asks for a namespace and all in it to be deleted. */
    void deleteNamespace(String name) throws IOException, InterruptedException;
}
