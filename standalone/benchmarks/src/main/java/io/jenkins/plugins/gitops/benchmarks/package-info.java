/** Benchmarks, each beside its peer in the same run. */
package io.jenkins.plugins.gitops.benchmarks;
