package io.jenkins.plugins.gitops.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferTest {
    private static final Differ DIFFER = new Differ(List.of());

    @Test
    void saysWhereWhatWhoAndWhen() throws IOException {
        ResourceDiff diff = DIFFER.compare(workload("spec: {replicas: 3}"), workload("""
                        spec: {replicas: 5}
                        metadata:
                          name: web
                          managedFields:
                          - manager: gitops-stages
                            operation: Apply
                            time: "2026-01-01T00:00:00Z"
                            fieldsV1: {"f:metadata": {}}
                          - manager: kubectl-edit
                            operation: Update
                            time: "2026-01-02T03:04:05Z"
                            fieldsV1: {"f:spec": {"f:replicas": {}}}
                        """));

        assertThat(diff.change()).isEqualTo(Change.MODIFIED);
        assertThat(diff.drift()).containsExactly(DriftKind.SCALE);
        assertThat(diff.version()).isEqualTo("v1");
        assertThat(diff.reason()).isEqualTo("1 field differs, last written by kubectl-edit");
        assertThat(diff.delivered()).isFalse();
        assertThat(diff.fields())
                .containsExactly(new FieldDiff(
                        "/spec/replicas", 3L, 5L, "kubectl-edit", Instant.parse("2026-01-02T03:04:05Z"), false));
    }

    @Test
    void namesTheManagerOfAListElementByItsKeys() throws IOException {
        ResourceDiff diff = DIFFER.compare(
                workload("spec: {template: {spec: {containers: [{name: a, image: a:1}, {name: b, image: b:1}]}}}"),
                workload("""
                        spec: {template: {spec: {containers: [{name: b, image: b:2}, {name: a, image: a:1}]}}}
                        metadata:
                          name: web
                          managedFields:
                          - manager: kubectl-set
                            operation: Update
                            fieldsV1:
                              f:spec: {f:template: {f:spec: {f:containers: {'k:{"name":"b"}': {f:image: {}}}}}}
                        """));

        assertThat(diff.fields())
                .extracting(FieldDiff::path, FieldDiff::live, FieldDiff::manager)
                .containsExactly(tuple("/spec/template/spec/containers/0/image", "b:2", "kubectl-set"));
        assertThat(diff.drift()).containsExactly(DriftKind.IMAGE);
    }

    @Test
    void aRemovedContainerStandsAtItsDesiredIndex() throws IOException {
        ResourceDiff diff = DIFFER.compare(
                workload("spec: {template: {spec: {containers: [{name: a}, {name: b}]}}}"),
                workload("spec: {template: {spec: {containers: [{name: b}]}}}"));

        assertThat(diff.fields())
                .extracting(FieldDiff::path, FieldDiff::live)
                .containsExactly(tuple("/spec/template/spec/containers/0", null));
        assertThat(diff.drift()).containsExactly(DriftKind.STATE);
    }

    @Test
    void orderCountsForInitContainersAlone() throws IOException {
        String containers = "spec: {template: {spec: {%s: [{name: %s}, {name: %s}]}}}";

        assertThat(DIFFER.compare(
                                workload(containers.formatted("containers", "a", "b")),
                                workload(containers.formatted("containers", "b", "a")))
                        .change())
                .isEqualTo(Change.NONE);
        assertThat(DIFFER.compare(
                                workload(containers.formatted("initContainers", "a", "b")),
                                workload(containers.formatted("initContainers", "b", "a")))
                        .fields())
                .extracting(FieldDiff::path)
                .containsExactly("/spec/template/spec/initContainers");
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, 100m, '0.1', true",
        "cpu, 1000m, 1, true",
        "cpu, 0.0005, 1m, true",
        "memory, 1Gi, 1073741824, true",
        "memory, 1e3, 1k, true",
        "memory, 1G, 1Gi, false",
        "cpu, 100m, 200m, false",
        "cpu, 1, nonsense, false"
    })
    void comparesQuantitiesByValue(String resource, String desired, String live, boolean same) throws IOException {
        String limits = "spec: {template: {spec: {containers: [{name: a, resources: {limits: {%s: %s}}}]}}}";

        ResourceDiff diff = DIFFER.compare(
                workload(limits.formatted(resource, desired)), workload(limits.formatted(resource, live)));

        assertThat(diff.change()).isEqualTo(same ? Change.NONE : Change.MODIFIED);
    }

    @Test
    void quantitiesAreNumbersOnlyWhereTheKindSaysSo() throws IOException {
        assertThat(DIFFER.compare(custom("spec: {version: '1.10'}"), custom("spec: {version: '1.1'}"))
                        .change())
                .isEqualTo(Change.MODIFIED);
    }

    @Test
    void aRemovedValueIsNoDefaultValue() throws IOException {
        ResourceDiff diff = DIFFER.compare(
                workload("spec: {template: {spec: {automountServiceAccountToken: false, hostNetwork: false}}}"),
                workload("spec: {template: {spec: {containers: []}}}"));

        assertThat(diff.fields())
                .extracting(FieldDiff::path)
                .containsExactly("/spec/template/spec/automountServiceAccountToken");
    }

    @Test
    void valuesOfSecretsAreNeverShown() throws IOException {
        ResourceDiff diff = DIFFER.compare(Samples.yaml("""
                        {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: hunter2, same: x, gone: y}}
                        """), Samples.yaml("""
                        {apiVersion: v1, kind: Secret, metadata: {name: s, annotations: {
                          kubectl.kubernetes.io/last-applied-configuration: '{"apiVersion":"v1","kind":"Secret","stringData":{"old":"hunter3","password":"p"}}'}},
                         data: {password: aHVudGVyNA==, same: eA==, old: aHVudGVyMw==}}
                        """));

        assertThat(diff.fields())
                .extracting(FieldDiff::path, FieldDiff::desired, FieldDiff::live)
                .containsExactly(
                        tuple("/data/password", "++++++++", "+++++++++"),
                        tuple("/data/gone", "++++++++", null),
                        tuple("/data/old", null, "+++++++++"));
        assertThat(diff.drift()).containsExactly(DriftKind.CONFIG);
        assertThat(diff.toString()).doesNotContain("hunter", "aHVud");
    }

    @Test
    void anEmptyValueOfASecretIsTheSameAsNullButNotAsNone() throws IOException {
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {%s}}";
        Resource desired = Samples.yaml(secret.formatted("a: ''"));

        assertThat(DIFFER.compare(desired, Samples.yaml(secret.formatted("a: null")))
                        .change())
                .isEqualTo(Change.NONE);
        assertThat(DIFFER.compare(desired, Samples.yaml(secret.formatted("b: ''")))
                        .change())
                .isEqualTo(Change.MODIFIED);
    }

    @Test
    void whatWasAppliedOnceAndLeftGitIsADifference() throws IOException {
        Resource desired = config("data: {a: '1'}");
        Resource applied = config("""
                data: {a: '1', b: '2', c: '3'}
                metadata:
                  name: settings
                  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"data":{"a":"1","b":"2"}}'}
                """);
        Resource ours = config("""
                data: {a: '1', b: '2', c: '3'}
                metadata:
                  name: settings
                  managedFields:
                  - manager: gitops-stages
                    operation: Apply
                    fieldsV1: {f:data: {f:a: {}, f:b: {}}}
                """);

        assertThat(DIFFER.compare(desired, applied).fields())
                .extracting(FieldDiff::path, FieldDiff::addition)
                .containsExactly(tuple("/data/b", false));
        assertThat(DIFFER.compare(desired, ours).fields())
                .extracting(FieldDiff::path, FieldDiff::manager, FieldDiff::addition)
                .containsExactly(tuple("/data/b", "gitops-stages", false));
        assertThat(DIFFER.compare(desired, ours).delivered()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "kubectl-edit, Update, true",
        "kubectl-patch, Update, true",
        "Mozilla, Update, true",
        "kubectl, Apply, true",
        "kube-controller-manager, Update, false",
        "cert-manager-cainjector, Update, false",
        "kubectl-create, Update, false",
        "crossplane, Apply, false",
    })
    void additionsCountWhereAPersonMadeThem(String manager, String operation, boolean counts) throws IOException {
        ResourceDiff diff = DIFFER.compare(custom("spec: {size: 1}"), custom("""
                        spec: {size: 1, extra: true}
                        metadata:
                          name: thing
                          managedFields:
                          - {manager: %s, operation: %s, fieldsV1: {f:spec: {f:extra: {}}}}
                        """.formatted(manager, operation)));

        assertThat(diff.fields())
                .extracting(FieldDiff::path, FieldDiff::manager)
                .isEqualTo(counts ? List.of(tuple("/spec/extra", manager)) : List.of());
    }

    @Test
    void anAdditionLeavesTheChangeDelivered() throws IOException {
        ResourceDiff diff = DIFFER.compare(config("data: {a: '1'}"), config("""
                        data: {a: '1', b: '2'}
                        metadata:
                          name: settings
                          managedFields: [{manager: kubectl-patch, operation: Update, fieldsV1: {f:data: {f:b: {}}}}]
                        """));

        assertThat(diff.change()).isEqualTo(Change.MODIFIED);
        assertThat(diff.delivered()).isTrue();
    }

    @Test
    void replicasLeftOutOfGitAreLeftToWhoeverScales() throws IOException {
        ResourceDiff diff = DIFFER.compare(workload("spec: {paused: false}"), workload("""
                        spec: {replicas: 7}
                        metadata:
                          name: web
                          managedFields:
                          - {manager: kubectl, operation: Update, subresource: scale, fieldsV1: {f:spec: {f:replicas: {}}}}
                        """));

        assertThat(diff.change()).isEqualTo(Change.NONE);
    }

    @ParameterizedTest
    @CsvSource({"kube-controller-manager, false", "keda, false", "kubectl, true", "kubectl-edit, true"})
    void scalingIsDriftWhereAPersonDidIt(String manager, boolean drift) throws IOException {
        ResourceDiff diff = DIFFER.compare(workload("spec: {replicas: 3}"), workload("""
                        spec: {replicas: 7}
                        metadata:
                          name: web
                          managedFields:
                          - {manager: %s, operation: Update, subresource: scale, fieldsV1: {f:spec: {f:replicas: {}}}}
                        """.formatted(manager)));

        assertThat(diff.change()).isEqualTo(drift ? Change.MODIFIED : Change.NONE);
    }

    @Test
    void bookkeepingOfToolsIsNoDifference() throws IOException {
        Resource desired = new Tracking("ci", "shop", "prod").mark(workload("spec: {replicas: 1}"));
        Resource live = workload("""
                spec: {replicas: 1}
                metadata:
                  name: web
                  uid: 1-2
                  annotations:
                    argocd.argoproj.io/tracking-id: other
                    deployment.kubernetes.io/revision: "4"
                    meta.helm.sh/release-name: web
                  labels: {kustomize.toolkit.fluxcd.io/name: apps}
                  managedFields:
                  - manager: kubectl-edit
                    operation: Update
                    fieldsV1: {f:metadata: {f:annotations: {f:meta.helm.sh/release-name: {}}}}
                """);

        assertThat(DIFFER.compare(desired, live).change()).isEqualTo(Change.NONE);
    }

    @Test
    void aWholeObjectIsMissingOrAdded() throws IOException {
        Resource config = config("data: {a: '1'}");

        ResourceDiff missing = DIFFER.compare(config, null);
        ResourceDiff added = DIFFER.compare(null, config);

        assertThat(missing.change()).isEqualTo(Change.MISSING);
        assertThat(missing.drift()).containsExactly(DriftKind.CONFIG);
        assertThat(missing.delivered()).isFalse();
        assertThat(added.change()).isEqualTo(Change.ADDED);
        assertThat(added.fields()).isEmpty();
        assertThatThrownBy(() -> DIFFER.compare(null, null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void listsOfCustomKindsAreMapsWhereManagedFieldsShowIt() throws IOException {
        String managed = """
                metadata:
                  name: thing
                  managedFields:
                  - manager: gitops-stages
                    operation: Apply
                    fieldsV1: {f:spec: {f:items: {'k:{"id":"b"}': {f:id: {}, f:size: {}}}}}
                """;

        ResourceDiff diff = DIFFER.compare(
                custom("spec: {items: [{id: b, size: 1}]}"),
                custom("spec: {items: [{id: a, size: 9}, {id: b, size: 2}]}\n" + managed));

        assertThat(diff.fields()).extracting(FieldDiff::path).containsExactly("/spec/items/1/size");
    }

    @Test
    void anUnreadableAnnotationOrOwnerIsNoReasonToFail() throws IOException {
        ResourceDiff diff = DIFFER.compare(config("data: {a: '1'}"), config("""
                        data: {a: '2', b: '3'}
                        metadata:
                          name: settings
                          annotations: {kubectl.kubernetes.io/last-applied-configuration: '{'}
                          managedFields:
                          - {manager: kubectl-edit, operation: Update, time: yesterday, fieldsV1: {f:data: {f:a: {}}}}
                          - {manager: broken, operation: Update, fieldsV1: {f:data: {'k:{': {}}}}
                          - nonsense
                        """));

        assertThat(diff.fields())
                .extracting(FieldDiff::path, FieldDiff::manager, FieldDiff::time)
                .containsExactly(tuple("/data/a", "kubectl-edit", null));
    }

    @Test
    void base64AndIntOrStringAndNumbersCompareByValue() throws IOException {
        assertThat(DIFFER.compare(
                                Samples.yaml("{apiVersion: v1, kind: Service, metadata: {name: s},"
                                        + " spec: {ports: [{port: 80, targetPort: '8080'}]}}"),
                                Samples.yaml("{apiVersion: v1, kind: Service, metadata: {name: s},"
                                        + " spec: {ports: [{port: 80.0, protocol: TCP, targetPort: 8080}]}}"))
                        .fields())
                .isEmpty();
    }

    @Test
    void whatAHandsChangeMadeTheServerFillInIsNoDifferenceOfItsOwn() throws IOException {
        ResourceDiff diff = DIFFER.compare(
                Samples.yaml("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: []}}"),
                Samples.yaml("""
                        apiVersion: v1
                        kind: Service
                        spec: {sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 10800}}}
                        metadata:
                          name: s
                          managedFields:
                          - manager: kubectl-patch
                            operation: Update
                            fieldsV1: {f:spec: {f:sessionAffinity: {}, f:sessionAffinityConfig: {f:clientIP: {f:timeoutSeconds: {}}}}}
                        """));

        assertThat(diff.fields()).extracting(FieldDiff::path).containsExactly("/spec/sessionAffinity");
    }

    @Test
    void durationsOfCertificatesCompareByLength() throws IOException {
        String certificate =
                "{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: c}," + " spec: {duration: %s}}";

        assertThat(DIFFER.compare(
                                Samples.yaml(certificate.formatted("2160h")),
                                Samples.yaml(certificate.formatted("2160h0m0s")))
                        .fields())
                .isEmpty();
        assertThat(DIFFER.compare(
                                Samples.yaml(certificate.formatted("2160h")),
                                Samples.yaml(certificate.formatted("2161h")))
                        .fields())
                .hasSize(1);
    }

    private static Resource workload(String rest) throws IOException {
        return named("apiVersion: apps/v1\nkind: Deployment\n", "web", rest);
    }

    private static Resource config(String rest) throws IOException {
        return named("apiVersion: v1\nkind: ConfigMap\n", "settings", rest);
    }

    private static Resource custom(String rest) throws IOException {
        return named("apiVersion: example.com/v1\nkind: Thing\n", "thing", rest);
    }

    private static Resource named(String type, String name, String rest) throws IOException {
        String metadata = rest.contains("metadata:") ? "" : "metadata: {name: " + name + "}\n";
        return Samples.yaml(type + metadata + rest);
    }
}
