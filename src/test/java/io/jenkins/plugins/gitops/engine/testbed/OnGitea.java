package io.jenkins.plugins.gitops.engine.testbed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that need a real {@link Gitea}, which they may ask for as a parameter: one for the whole class, so work in
 * repositories of your own. Where {@code testbed/build gitea} has not run the tests are skipped, or fail with
 * {@code -Dtestbed.required=true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("testbed")
@ExtendWith(GiteaExtension.class)
public @interface OnGitea {}
