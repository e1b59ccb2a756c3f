package hudson.security;

import hudson.ExtensionPoint;
import jenkins.model.IdStrategy;

public abstract class SecurityRealm implements ExtensionPoint {
    SecurityRealm() {}

    public IdStrategy getUserIdStrategy() {
        throw new UnsupportedOperationException("signature only");
    }

    public IdStrategy getGroupIdStrategy() {
        throw new UnsupportedOperationException("signature only");
    }
}
