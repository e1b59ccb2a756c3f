package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.gate.TestResults.Counts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JUnitXmlTest {
    @TempDir
    private Path folder;

    private Path file(String xml) throws IOException {
        return Files.writeString(folder.resolve("TEST-web.xml"), xml);
    }

    private Counts read(String xml) throws IOException {
        return new JUnitXml(file(xml)).read();
    }

    @Test
    void countsTheCasesOfEverySuite() throws IOException {
        assertThat(read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites tests="99">
                  <testsuite name="a" failures="0">
                    <properties><property name="failure" value="error"/></properties>
                    <testcase name="one"/>
                    <testcase name="two"><failure message="no">at a.b</failure><system-out><![CDATA[<failure/>]]></system-out></testcase>
                    <testsuite name="inner"><testcase name="three"><skipped/></testcase></testsuite>
                  </testsuite>
                  <testsuite name="b">
                    <testcase name="four"><error/></testcase>
                    <testcase name="five"><flakyFailure/><rerunError/></testcase>
                    <testcase name="six"><skipped/><error/><failure/></testcase>
                  </testsuite>
                </testsuites>
                """)).isEqualTo(new Counts(6, 3, 1));
    }

    @Test
    void aSuiteThatBrokeIsATestThatFailed() throws IOException {
        assertThat(read("<testsuite><error>no class</error><testcase name='a'/></testsuite>"))
                .isEqualTo(new Counts(2, 1, 0));
    }

    @Test
    void namespacesDoNotMatter() throws IOException {
        assertThat(read("<j:testsuite xmlns:j='urn:x'><j:testcase><j:failure/></j:testcase></j:testsuite>"))
                .isEqualTo(new Counts(1, 1, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html/>|begins with <html>, expected <testsuites> or <testsuite>",
                "<testsuite>|is not well-formed, expected JUnit XML",
                "''|is not well-formed, expected JUnit XML",
                "{}|is not well-formed, expected JUnit XML",
                "<testsuite/><testsuite/>|is not well-formed, expected JUnit XML",
                "<testsuite>&lol;</testsuite>|is not well-formed, expected JUnit XML",
            })
    void saysWhatItExpected(String xml, String sentence) throws IOException {
        Path file = file(xml);
        assertThatThrownBy(() -> new JUnitXml(file).read())
                .isInstanceOf(IOException.class)
                .hasMessage(file + ":1 " + sentence);
    }

    @Test
    void readsNothingButTheFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "<testcase/>");
        for (String declared : List.of(
                "<!ENTITY x SYSTEM '" + secret.toUri() + "'>",
                "<!ENTITY a 'aaaaaaaaaa'><!ENTITY x '&a;&a;&a;&a;&a;&a;&a;&a;'>")) {
            assertThatThrownBy(() -> read("<!DOCTYPE testsuite [" + declared + "]>\n<testsuite>&x;</testsuite>"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("TEST-web.xml:1 has a DOCTYPE, which is not read");
        }
    }

    @Test
    void readsNothingThatIsTooLarge() throws IOException {
        Path file = file("");
        try (FileChannel sparse = FileChannel.open(file, StandardOpenOption.WRITE)) {
            sparse.position(64L << 20).write(ByteBuffer.wrap(new byte[1]));
        }
        assertThatThrownBy(() -> new JUnitXml(file).read()).hasMessage(file + " is larger than 64 MB");
    }
}
