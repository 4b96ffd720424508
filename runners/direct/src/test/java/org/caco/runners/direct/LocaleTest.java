package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digits and letters of the machine's language reach no file, name or decision. */
class LocaleTest {
  @TempDir private Path folder;
  private Locale before;

  @BeforeEach
  void keep() {
    before = Locale.getDefault();
  }

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void aRunUnderOtherDigitsIsTheSame() throws IOException {
    Locale.setDefault(Locale.ROOT);
    Path plain = run("plain");
    Locale.setDefault(Locale.forLanguageTag("fa-u-nu-arabext"));
    assertThat(String.format("%d", 7)).as("the locale has digits of its own").isNotEqualTo("7");
    Path persian = run("persian");

    assertThat(Rows.lines(persian, "dataset")).isEqualTo(Rows.lines(plain, "dataset"));
    assertThat(names(persian)).isEqualTo(names(plain));
    assertThat(Rows.summary(persian).path("steps")).isEqualTo(Rows.summary(plain).path("steps"));
  }

  @Test
  void capitalsOfOtherLanguagesChangeNoOption() {
    Locale.setDefault(Locale.forLanguageTag("tr"));

    assertThat(Ran.caco("doctor", "--isolation=NOTHING", "--memory=1G").err())
        .contains("--isolation=NOTHING");
    assertThat(Ran.caco("synthesize", "--runner=DIRECT").err()).contains("--seeds");
  }

  private Path run(String name) {
    Path output = folder.resolve(name);
    Ran ran = Ran.caco("demo", "--output=" + output, "--maxSeeds=6", "--programs=4");
    assertThat(ran.status()).as(ran.err()).isIn(0, 1);
    assertThat(ran.out() + ran.err()).doesNotContainPattern("[\\u06f0-\\u06f9\\u0660-\\u0669]");
    return output;
  }

  /** Of what is written, but for the journal, whose names are drawn. */
  private static List<String> names(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .map(file -> output.relativize(file).toString())
          .filter(file -> !file.startsWith("journal/"))
          .sorted()
          .toList();
    }
  }
}
