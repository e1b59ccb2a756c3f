/** Promotions: an edit written into an environment's branch, found again after a crash, waited for. */
package io.jenkins.plugins.gitops.engine.promotion;
