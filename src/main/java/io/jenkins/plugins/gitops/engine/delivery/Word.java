package io.jenkins.plugins.gitops.engine.delivery;

import java.time.Duration;

/** What who delivers says of one revision. */
public sealed interface Word {

    /** It has been brought to the cluster. */
    record Delivered() implements Word {}

    /** Nobody is there to ask: only what is live can tell. */
    record Silent() implements Word {}

    /**
     * It is on its way.
     *
     * @param what as a sentence
     * @param again when to ask again at the latest
     */
    record Working(String what, Duration again) implements Word {}

    /** It has been brought, and who delivers says that it failed there, by rules that may not be ours. */
    record Failed(String why) implements Word {}

    /** It will not be brought: a failed sync, an object that is refused. */
    record Refused(String why) implements Word {}

    /** It cannot be told. */
    record Untold(String why) implements Word {}
}
