package jenkins.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ProxyConfiguration;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.ModelObject;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.SecurityRealm;
import java.io.File;
import org.springframework.security.core.Authentication;

public class Jenkins implements ItemGroup<Item>, AccessControlled, ModelObject {
    public static final Permission ADMINISTER = null;

    Jenkins() {}

    @NonNull
    public static Authentication getAuthentication2() {
        throw new UnsupportedOperationException("signature only");
    }

    public SecurityRealm getSecurityRealm() {
        throw new UnsupportedOperationException("signature only");
    }

    @NonNull
    public static Jenkins get() {
        throw new UnsupportedOperationException("signature only");
    }

    @CheckForNull
    public <T extends Item> T getItemByFullName(@NonNull String fullName, Class<T> type) {
        throw new UnsupportedOperationException("signature only");
    }

    public File getRootDir() {
        throw new UnsupportedOperationException("signature only");
    }

    @CheckForNull
    public ProxyConfiguration getProxy() {
        throw new UnsupportedOperationException("signature only");
    }

    @CheckForNull
    public String getRootUrl() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public ACL getACL() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public String getFullName() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException("signature only");
    }

    public String getLegacyInstanceId() {
        throw new UnsupportedOperationException("signature only");
    }
}
