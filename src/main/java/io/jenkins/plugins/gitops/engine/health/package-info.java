/**
 * Is a live object healthy? Argo CD's rules and kstatus's, each as its own rule set that names itself in every verdict,
 * and health scripts in Lua.
 */
package io.jenkins.plugins.gitops.engine.health;
