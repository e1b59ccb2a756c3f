/** How versions are written and ordered. */
package io.jenkins.plugins.gitops.engine.version;
