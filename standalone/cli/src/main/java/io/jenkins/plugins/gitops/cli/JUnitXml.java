package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.gate.TestResults.Counts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One file of JUnit XML, as Surefire, Gradle, pytest and others write it. Test cases are counted one by one: the numbers
 * that a suite says of itself differ between tools. What is wrong with a suite as a whole is a test that failed.
 */
final class JUnitXml {
    private static final long LIMIT = 64L << 20;
    private static final Set<String> ROOTS = Set.of("testsuites", "testsuite");

    private final Path file;
    private int total;
    private int failed;
    private int skipped;
    private boolean inCase;
    private boolean caseFailed;
    private boolean caseSkipped;

    JUnitXml(Path file) {
        this.file = file;
    }

    /** @throws IOException where it cannot be read whole, with a sentence that says what was expected */
    Counts read() throws IOException {
        if (Files.size(file) > LIMIT) {
            throw new IOException(file + " is larger than " + (LIMIT >> 20) + " MB");
        }
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            boolean begun = false;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new IOException(at(xml.getLocation().getLineNumber()) + " has a DOCTYPE, which is not read");
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (!begun && !ROOTS.contains(xml.getLocalName())) {
                        throw new IOException(at(xml.getLocation().getLineNumber()) + " begins with <"
                                + xml.getLocalName() + ">, expected <testsuites> or <testsuite>");
                    }
                    begun = true;
                    start(xml.getLocalName());
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    end(xml.getLocalName());
                }
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
            throw new IOException(at(line) + " is not well-formed, expected JUnit XML", e);
        }
        return new Counts(total, failed, skipped);
    }

    private String at(int line) {
        return file + ":" + line;
    }

    /** Nothing outside of the file is read, and nothing in it is expanded. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private void start(String element) {
        switch (element) {
            case "testcase" -> {
                inCase = true;
                caseFailed = false;
                caseSkipped = false;
            }
            case "failure", "error" -> {
                caseFailed = true;
                if (!inCase) {
                    total++;
                    failed++;
                }
            }
            case "skipped" -> caseSkipped = true;
            default -> {}
        }
    }

    private void end(String element) {
        if (element.equals("testcase")) {
            inCase = false;
            total++;
            failed += caseFailed ? 1 : 0;
            skipped += caseSkipped && !caseFailed ? 1 : 0;
        }
    }
}
