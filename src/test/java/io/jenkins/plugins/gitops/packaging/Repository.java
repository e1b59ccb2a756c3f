package io.jenkins.plugins.gitops.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The files of this repository, whichever build runs. */
final class Repository {
    static final Path ROOT = root();

    private Repository() {}

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("LICENSE.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    static Element xml(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = factory.newDocumentBuilder().parse(file.toFile());
            return document.getDocumentElement();
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new AssertionError(file + " is not well-formed: " + e.getMessage(), e);
        }
    }

    static Element pom(String file) {
        return xml(ROOT.resolve(file));
    }

    static List<Element> children(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    /** The element at a path of tag names, where there is one. */
    static Optional<Element> find(Element parent, String... path) {
        Element element = parent;
        for (String tag : path) {
            Optional<Element> next = children(element).stream()
                    .filter(child -> child.getTagName().equals(tag))
                    .findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            element = next.get();
        }
        return Optional.of(element);
    }

    /** The text at a path of tag names, empty where there is none. */
    static String value(Element parent, String... path) {
        return find(parent, path)
                .map(element -> element.getTextContent().strip())
                .orElse("");
    }

    static List<Dependency> dependencies(Element pom, String... path) {
        return find(pom, path).map(Repository::children).orElse(List.of()).stream()
                .map(dependency -> new Dependency(
                        value(dependency, "groupId"),
                        value(dependency, "artifactId"),
                        value(dependency, "version"),
                        value(dependency, "scope")))
                .toList();
    }

    record Dependency(String group, String artifact, String version, String scope) {
        boolean isShipped() {
            return scope.isEmpty() || scope.equals("compile");
        }
    }
}
