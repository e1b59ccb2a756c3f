package io.jenkins.plugins.gitops.build;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Lists the classes that carry, or have a member that carries, one of the annotations that Jenkins looks up in {@code
 * META-INF/services/annotations}: one file an annotation, one binary class name a line. Jenkins's own indexer is not on
 * Maven Central in a form that a current core reads.
 */
public final class AnnotationIndexer extends AbstractProcessor {
    private static final Set<String> INDEXED =
            Set.of("org.jenkinsci.Symbol", "hudson.init.Initializer", "hudson.init.Terminator");

    private final Map<String, Set<String>> found = new TreeMap<>();
    private final Map<String, Set<Element>> origins = new LinkedHashMap<>();

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return INDEXED;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            String name = annotation.getQualifiedName().toString();
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                TypeElement type = element instanceof TypeElement itself ? itself : owner(element);
                found.computeIfAbsent(name, any -> new TreeSet<>())
                        .add(processingEnv.getElementUtils().getBinaryName(type).toString());
                origins.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(type);
            }
        }
        if (round.processingOver()) {
            found.forEach(this::write);
        }
        return false;
    }

    private static TypeElement owner(Element member) {
        Element element = member;
        while (!(element instanceof TypeElement type)) {
            element = element.getEnclosingElement();
        }
        return type;
    }

    private void write(String annotation, Set<String> classes) {
        try (Writer out = processingEnv
                .getFiler()
                .createResource(
                        StandardLocation.CLASS_OUTPUT,
                        "",
                        "META-INF/services/annotations/" + annotation,
                        origins.get(annotation).toArray(Element[]::new))
                .openWriter()) {
            for (String name : classes) {
                out.write(name + "\n");
            }
        } catch (IOException failure) {
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.ERROR, "No index of " + annotation + ": " + failure);
        }
    }
}
