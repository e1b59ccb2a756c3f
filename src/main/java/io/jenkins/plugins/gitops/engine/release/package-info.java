/** What a release is: its next version, and notes made from the commits since the last one. */
package io.jenkins.plugins.gitops.engine.release;
