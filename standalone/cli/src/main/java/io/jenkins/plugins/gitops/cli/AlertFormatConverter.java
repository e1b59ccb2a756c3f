package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.alert.AlertFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a webhook takes, in the words of the configuration: {@code json}, {@code slack}, {@code teams}. */
final class AlertFormatConverter implements ITypeConverter<AlertFormat> {

    @Override
    public AlertFormat convert(String text) {
        return AlertFormat.of(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "': expected json, slack or teams"));
    }
}
