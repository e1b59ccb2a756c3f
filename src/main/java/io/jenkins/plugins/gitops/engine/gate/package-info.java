/** The gates of a promotion: whether each is open, why, and when it is worth asking again. */
package io.jenkins.plugins.gitops.engine.gate;
