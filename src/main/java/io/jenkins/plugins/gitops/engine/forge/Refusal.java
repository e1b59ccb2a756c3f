package io.jenkins.plugins.gitops.engine.forge;

import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.git.Words;
import java.time.Instant;
import java.util.Optional;

/**
 * From an answer that is no success to a sentence that says what to do.
 *
 * @param place the host and the repository
 * @param secret must not be read in the sentence
 */
record Refusal(String place, Secret secret) {

    ForgeException of(Call call, Answer answer, Instant next) {
        String words = words(answer);
        String could = "Could not " + call.doing() + " (" + place + "): ";
        String said = words.isEmpty() ? "" : ": " + words;
        return switch (answer.status()) {
            case 401 ->
                new ForgeException(
                        Reason.UNAUTHORIZED,
                        could + "the token is not accepted; renew it, or give it " + call.needs() + said);
            case 403 ->
                new ForgeException(Reason.FORBIDDEN, could + "the token may not; give it " + call.needs() + said)
                        // Azure DevOps
                        .saying(answer.jsonOrNothing().path("typeKey").asText(""));
            case 404 ->
                new ForgeException(
                        Reason.NOT_FOUND,
                        could + "it is not there, or hidden from the token; check the repository's URL, and that the"
                                + " token has " + call.needs() + said);
            case 407 ->
                new ForgeException(
                        Reason.REFUSED,
                        could + "a proxy on the way asks for a user and password; set them where the proxy is set");
            case 410 -> new ForgeException(Reason.NOT_FOUND, could + "it is gone" + said);
            case 413 -> new ForgeException(Reason.REFUSED, could + "it is too long for the host" + said);
            default ->
                answer.status() >= 500
                        ? new ForgeException(
                                Reason.UNREACHABLE, could + "the host has error " + answer.status() + said, next)
                        : new ForgeException(
                                Reason.REFUSED,
                                could + (words.isEmpty() ? "the host answers " + answer.status() : words));
        };
    }

    ForgeException limited(Call call, Instant again) {
        return new ForgeException(
                Reason.RATE_LIMITED,
                "Could not " + call.doing() + " (" + place + "): the token's requests are used up until " + again
                        + "; a token of its own has its own limit",
                again);
    }

    ForgeException moved(Call call, String location) {
        return new ForgeException(
                Reason.NOT_FOUND,
                "Could not " + call.doing() + " (" + place + "): it has moved to " + safe(location)
                        + "; the token is not sent there, so change the repository's URL or the API URL");
    }

    ForgeException unreadable(Call call, String why) {
        return new ForgeException(
                Reason.UNREADABLE, "Could not " + call.doing() + " (" + place + "): " + why + "; check the API URL");
    }

    ForgeException unreachable(Call call, String why, Instant next) {
        return new ForgeException(
                Reason.UNREACHABLE, "Could not " + call.doing() + " (" + place + "): " + safe(why), next);
    }

    ForgeException unsendable(Call call) {
        return new ForgeException(
                Reason.UNAUTHORIZED,
                "Could not " + call.doing() + " (" + place
                        + "): the token holds characters that no token has; copy it anew");
    }

    /** What the host says, in one line. */
    String words(Answer answer) {
        return safe(ErrorWords.of(answer));
    }

    private String safe(String text) {
        // hidden before it is cut: half a token is too much
        return Words.of(secret.hiddenIn(Optional.ofNullable(text).orElse("")));
    }
}
