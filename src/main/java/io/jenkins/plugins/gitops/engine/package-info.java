/** The engine: everything that promotes, delivers, waits and compares, with no Jenkins class below here. */
package io.jenkins.plugins.gitops.engine;
