package io.jenkins.plugins.gitops.engine.forge;

/**
 * What is known of a token on a host, shared by all who use it there.
 *
 * @param budget the requests it has left
 * @param setbacks failures of the host in a row
 */
record Account(RateBudget budget, Setbacks setbacks) {
    Account() {
        this(new RateBudget(), new Setbacks());
    }
}
