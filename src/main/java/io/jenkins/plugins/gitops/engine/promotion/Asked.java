package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;

/**
 * A promotion whose gates were asked.
 *
 * @param request as it may be submitted; where there is a result, as it was
 * @param result what it ended with already; null where it may be submitted
 * @param evaluation how its gates stood; null where they were not asked
 */
record Asked(
        PromotionRequest request,
        @CheckForNull PromotionResult result,
        @CheckForNull Evaluation evaluation) {}
