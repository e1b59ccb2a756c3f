package io.jenkins.plugins.gitops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The house as docs/architecture.md draws it. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.gitops");

    @Test
    void engineKnowsNoJenkins() {
        noClasses()
                .that()
                .resideInAPackage("..gitops.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "hudson..",
                        "jenkins..",
                        "org.kohsuke..",
                        "org.jenkinsci..",
                        "com.cloudbees..",
                        "io.jenkins.plugins.gitops",
                        "io.jenkins.plugins.gitops.steps..",
                        "io.jenkins.plugins.gitops.approval..",
                        "io.jenkins.plugins.gitops.configuration..",
                        "io.jenkins.plugins.gitops.view..",
                        "io.jenkins.plugins.gitops.monitor..")
                .check(CLASSES);
    }

    @Test
    void noCycles() {
        slices().matching("io.jenkins.plugins.gitops.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void arrowsGoOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("yaml")
                .definedBy("..engine.yaml..")
                .layer("resource")
                .definedBy("..engine.resource..")
                .layer("git")
                .definedBy("..engine.git..")
                .layer("forge")
                .definedBy("..engine.forge..")
                .layer("webhook")
                .definedBy("..engine.webhook..")
                .layer("application")
                .definedBy("..engine.application..")
                .layer("render")
                .definedBy("..engine.render..")
                .layer("cluster")
                .definedBy("..engine.cluster..")
                .layer("health")
                .definedBy("..engine.health..")
                .layer("diff")
                .definedBy("..engine.diff..")
                .layer("desired")
                .definedBy("..engine.desired..")
                .layer("sync")
                .definedBy("..engine.sync..")
                .layer("delivery")
                .definedBy("..engine.delivery..")
                .layer("gate")
                .definedBy("..engine.gate..")
                .layer("release")
                .definedBy("..engine.release..")
                .layer("promotion")
                .definedBy("..engine.promotion..")
                .layer("monitor")
                .definedBy("..engine.monitor..")
                .layer("dashboard")
                .definedBy("..engine.dashboard..")
                .layer("alert")
                .definedBy("..engine.alert..")
                .whereLayer("promotion")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("dashboard")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("alert")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("alert")
                .mayOnlyAccessLayers("monitor", "diff", "resource", "application")
                .whereLayer("monitor")
                .mayOnlyBeAccessedByLayers("dashboard", "alert")
                .whereLayer("monitor")
                .mayOnlyAccessLayers(
                        "delivery",
                        "sync",
                        "desired",
                        "diff",
                        "health",
                        "cluster",
                        "render",
                        "resource",
                        "git",
                        "webhook",
                        "application")
                .whereLayer("webhook")
                .mayOnlyBeAccessedByLayers("monitor")
                .whereLayer("gate")
                .mayOnlyBeAccessedByLayers("promotion")
                .whereLayer("delivery")
                .mayOnlyBeAccessedByLayers("gate", "promotion", "monitor")
                .whereLayer("release")
                .mayOnlyBeAccessedByLayers("promotion")
                .whereLayer("sync")
                .mayOnlyBeAccessedByLayers("delivery", "gate", "promotion", "monitor")
                .whereLayer("desired")
                .mayOnlyBeAccessedByLayers("sync", "delivery", "release", "gate", "promotion", "monitor")
                .whereLayer("diff")
                .mayOnlyBeAccessedByLayers(
                        "desired", "sync", "delivery", "gate", "promotion", "monitor", "dashboard", "alert")
                .whereLayer("health")
                .mayOnlyBeAccessedByLayers("diff", "desired", "sync", "delivery", "gate", "promotion", "monitor")
                .whereLayer("render")
                .mayOnlyBeAccessedByLayers("desired", "sync", "delivery", "gate", "promotion", "monitor")
                .whereLayer("cluster")
                .mayOnlyBeAccessedByLayers(
                        "health", "diff", "desired", "sync", "delivery", "gate", "promotion", "monitor")
                .whereLayer("forge")
                .mayOnlyBeAccessedByLayers("gate", "promotion")
                .whereLayer("forge")
                .mayOnlyAccessLayers("git")
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
