package io.jenkins.plugins.gitops.approval;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/** The permissions that this plugin adds. */
public final class GitOpsPermissions {
    public static final PermissionGroup GROUP =
            new PermissionGroup(GitOpsPermissions.class, Messages._GitOpsPermissions_title());

    static final String APPROVE_NAME = "Approve";

    /** To use the page. Whose approval counts, the gate says: this alone approves nothing. */
    public static final Permission APPROVE =
            new Permission(GROUP, APPROVE_NAME, Messages._GitOpsPermissions_approve(), Item.BUILD, PermissionScope.RUN);

    /** To look at the dashboard. It shows all that is watched, whoever may use it: so nobody has it by another permission. */
    public static final Permission VIEW = new Permission(
            GROUP, "View", Messages._GitOpsPermissions_view(), Jenkins.ADMINISTER, PermissionScope.JENKINS);

    private GitOpsPermissions() {}

    /** Before who has which permission is read: one that nobody knows by then is dropped. */
    @Initializer(after = InitMilestone.PLUGINS_STARTED, before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        // whoever calls this has loaded the permission
    }
}
