package io.jenkins.plugins.gitops.engine.yaml;

/** What a plain scalar is read as. */
enum ScalarType {
    NULL,
    BOOL,
    INT,
    FLOAT,
    TIMESTAMP,
    STRING,
    /** A mark of YAML 1.1: {@code <<} merges, {@code =} is a default value. */
    MARK
}
