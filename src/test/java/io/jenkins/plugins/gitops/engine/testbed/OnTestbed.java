package io.jenkins.plugins.gitops.engine.testbed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that need a real Kubernetes API server. They may ask for a {@link ControlPlane} as a parameter: one with
 * workloads, shared by the whole JVM, so work in {@linkplain ControlPlane#namespace namespaces} of your own and leave
 * its servers running; who stops them starts one from {@link TestbedBinaries}, the other parameter there is. Where
 * {@code testbed/build} has not run the tests are skipped, or fail with {@code -Dtestbed.required=true}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("testbed")
@ExtendWith(TestbedExtension.class)
public @interface OnTestbed {
    /** What the tests need beside the control plane. */
    TestbedPart[] with() default {};
}
