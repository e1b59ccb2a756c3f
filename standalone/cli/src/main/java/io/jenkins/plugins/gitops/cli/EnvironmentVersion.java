package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.promotion.ImageEdit;
import io.jenkins.plugins.gitops.engine.promotion.JointPromotion;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.Requester;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A version and the environment it is for, as the arguments name them.
 *
 * @param applications promoted in one commit
 * @param images each {@code NAME=REFERENCE}; none where a version is carried
 * @param from the environment whose version is carried; null where images are given
 */
record EnvironmentVersion(
        ConfigRepository config,
        List<String> applications,
        String to,
        List<String> images,
        @CheckForNull String from,
        Requester requester) {

    /**
     * The promotion, by what is declared now.
     *
     * @param carried the commits that an earlier plan found, by application; for the others what is proved now
     */
    PromotionRequest plan(Map<String, String> carried) throws IOException {
        JointPromotion promotion = promotion();
        return from == null ? promotion.ofImages(parsed(), requester) : promotion.fromProved(from, carried, requester);
    }

    /** What is promoted: one application or several. */
    JointPromotion promotion() throws IOException {
        List<Application> declared = new ArrayList<>();
        for (String name : applications) {
            declared.add(config.application(name));
        }
        return new JointPromotion(config, declared, to, Clock.systemUTC());
    }

    private List<ImageEdit.Image> parsed() {
        List<ImageEdit.Image> parsed = new ArrayList<>();
        for (String image : images) {
            try {
                parsed.add(ImageEdit.Image.parse(image));
            } catch (IllegalArgumentException e) {
                throw new BadInput(e.getMessage(), e);
            }
        }
        return parsed;
    }
}
