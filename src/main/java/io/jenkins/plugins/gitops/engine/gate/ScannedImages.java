package io.jenkins.plugins.gitops.engine.gate;

import java.util.List;

/** Whether reports are about the images that are promoted. */
record ScannedImages(List<List<String>> reports) {

    /** How a report is about an image. */
    enum About {
        /** By digest, or by name and tag where the image has no digest. */
        CERTAINLY,
        /** By name and tag, though the image has a digest: a tag can be moved. */
        BY_TAG,
        /** A report that names no image may be about it, as it may be about any one. */
        UNSAID,
        OTHERS
    }

    /** How many reports name no image; each is about one at most. */
    long unnamed() {
        return reports.stream().filter(List::isEmpty).count();
    }

    About about(String reference) {
        ImageName image = ImageName.parse(reference);
        About best = About.OTHERS;
        for (List<String> named : reports) {
            About about = about(image, named.stream().map(ImageName::parse).toList());
            best = about.compareTo(best) < 0 ? about : best;
        }
        return best;
    }

    private static About about(ImageName image, List<ImageName> named) {
        if (named.isEmpty()) {
            return About.UNSAID;
        }
        boolean tag = named.stream().anyMatch(image::sameTag);
        if (image.digest().isEmpty()) {
            return tag ? About.CERTAINLY : About.OTHERS;
        }
        if (named.stream().anyMatch(image::sameDigest)) {
            return About.CERTAINLY;
        }
        // a report with other digests is about what the tag was before
        boolean digests = named.stream().anyMatch(each -> !each.digest().isEmpty());
        return tag && !digests ? About.BY_TAG : About.OTHERS;
    }
}
