package io.jenkins.plugins.gitops.engine.promotion;

import java.io.IOException;

/** Told how a promotion goes. */
public interface PromotionListener {
    /** Tells nobody. */
    PromotionListener NONE = new PromotionListener() {};

    /**
     * The first push comes next, on top of this commit; or where a tag's ref holds this, nothing where it is new. Whoever
     * wants to go on after a crash keeps it before returning, and gives it back in {@link PromotionRequest#recordedParent}
     * or {@link TagPromotionRequest#recordedTag}.
     *
     * @throws IOException where it cannot be kept; then nothing is pushed
     */
    default void pushing(String parent) throws IOException {}

    /** An attempt did not get through, and another one follows. */
    default void again(int attempts, String reason) {}

    /** It ended, and nobody waited for the result any more. It may have got through all the same. */
    default void late(PromotionResult result) {}
}
