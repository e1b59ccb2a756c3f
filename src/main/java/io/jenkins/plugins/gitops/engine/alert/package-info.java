/** What people are told of drift: which of it, in which messages, and how these reach a chat or another program. */
package io.jenkins.plugins.gitops.engine.alert;
