/** What runs against what Git says, all the time: drift found, attributed, counted, and put back where that is wanted. */
package io.jenkins.plugins.gitops.engine.monitor;
