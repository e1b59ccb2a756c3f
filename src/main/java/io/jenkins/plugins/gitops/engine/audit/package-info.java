/** Who changed what, when, why and from which build: what commits and notes say about promotions. */
package io.jenkins.plugins.gitops.engine.audit;
