/**
 * Live state: what a Kubernetes API server says, and what it is told. Discovery, LIST, WATCH, server-side apply and
 * delete, in the JSON the server speaks, each call with a deadline and an error that says what to do.
 */
package io.jenkins.plugins.gitops.engine.cluster;
