package io.jenkins.plugins.gitops.configuration;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.springframework.security.core.Authentication;

/** The choices of a credentials drop-down, for those who may see them; for others, what is chosen already. */
public final class CredentialChoices {
    /** What a Git server takes. */
    static final CredentialsMatcher GIT = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class),
            CredentialsMatchers.instanceOf(SSHUserPrivateKey.class));

    /** What the API of a Git host takes. */
    static final CredentialsMatcher FORGE = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class),
            CredentialsMatchers.instanceOf(StringCredentials.class));

    /** What a webhook is proved with. */
    static final CredentialsMatcher SECRET_TEXT = CredentialsMatchers.instanceOf(StringCredentials.class);

    private CredentialChoices() {}

    static ListBoxModel forAdministrator(String current, @CheckForNull String url, CredentialsMatcher matcher) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return choices.includeCurrentValue(Util.fixNull(current));
        }
        return choices.includeEmptyValue()
                .includeMatchingAs(
                        ACL.SYSTEM2,
                        Jenkins.get(),
                        StandardCredentials.class,
                        URIRequirementBuilder.fromUri(url).build(),
                        matcher)
                .includeCurrentValue(Util.fixNull(current));
    }

    /** The credentials for a Git server that the builds of a job may use. */
    public static ListBoxModel forJob(@CheckForNull Item job, @CheckForNull String current) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (!mayChoose(job)) {
            return choices.includeCurrentValue(Util.fixNull(current));
        }
        Authentication authentication = job instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
        return choices.includeEmptyValue()
                .includeMatchingAs(authentication, job, StandardCredentials.class, List.of(), GIT)
                .includeCurrentValue(Util.fixNull(current));
    }

    /** Whether who asks may see what the builds of a job may use. */
    static boolean mayChoose(@CheckForNull Item job) {
        return job == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : job.hasPermission(Item.EXTENDED_READ) || job.hasPermission(CredentialsProvider.USE_ITEM);
    }
}
