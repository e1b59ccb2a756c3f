/**
 * Normalise desired and live objects, compare them field by field, and say what kind of drift a difference is and whose
 * hand made it.
 */
package io.jenkins.plugins.gitops.engine.diff;
