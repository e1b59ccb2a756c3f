package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as {@code gitops.yaml} writes them: {@code 90s}, {@code 10m}. */
final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "': expected " + e.getMessage());
        }
    }
}
