package io.jenkins.plugins.gitops.steps;

/** The stable id of a promotion: the same after a restart, and no other's, even of another Jenkins. */
final class PromotionId {
    private PromotionId() {}

    /**
     * @param installation which Jenkins
     * @param build the build's externalizable id
     * @param node the id of the step's flow node
     */
    static String of(String installation, String build, String node) {
        return installation + "/" + build + "/" + node;
    }
}
