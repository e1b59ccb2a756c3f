/** The page on which people approve promotions that wait for them, and who may. */
package io.jenkins.plugins.gitops.approval;
