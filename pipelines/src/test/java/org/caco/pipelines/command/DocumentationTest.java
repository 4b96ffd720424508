package org.caco.pipelines.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages for users say of commands, options and places is true. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern OPTION =
      Pattern.compile("(?<![\\w-])--([A-Za-z][A-Za-z0-9]*)(?![\\w-])");
  private static final Pattern COMMAND = Pattern.compile("runners/caco ([a-z][a-z-]*)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");

  /** Of runners, and of other programs that the pages show. */
  private static final Set<String> OTHERS =
      Set.of(
          "runner",
          "flinkMaster",
          "targetParallelism",
          "project",
          "region",
          "maxNumWorkers",
          "sdkContainerImage",
          "executionModeForBatch",
          "parallelism",
          "templateLocation",
          "config",
          "option",
          "help",
          "all",
          "version",
          // hf upload, Java, pip, mvn, runners/dependencies
          "include",
          "exclude",
          "add",
          "check",
          "model_args",
          // Of a module that a build has on request, and of package
          "s3Endpoint",
          "s3Region",
          "stores");

  /** Of the launcher alone. */
  private static final Set<String> LAUNCHER = Set.of("test", "help", "completion", "package");

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "AGENTS.md", "SKILL.md").map(ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesOptionsThatThereAre(Path page) throws IOException {
    Set<String> known = new HashSet<>(OTHERS);
    known.addAll(Commands.options().keySet());

    Set<String> unknown = found(OPTION, ofCaco(page));
    unknown.removeAll(known);
    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesCommandsThatThereAre(Path page) throws IOException {
    Set<String> known = new HashSet<>(LAUNCHER);
    known.addAll(Commands.summaries().keySet());

    Set<String> unknown = found(COMMAND, Files.readString(page));
    unknown.removeAll(known);
    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksToFilesAndHeadingsThatThereAre(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    Matcher link = LINK.matcher(Files.readString(page));
    while (link.find()) {
      String target = link.group(1);
      if (target.matches("[a-z]+:.*")) {
        continue;
      }
      Path file = target.isEmpty() ? page : page.resolveSibling(target).normalize();
      if (!Files.exists(file)
          || (link.group(2) != null && !anchors(file).contains(link.group(2)))) {
        broken.add(link.group());
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md")).split("\\s+", -1)).hasSizeLessThan(1500);
  }

  @Test
  void theReadmeNamesEveryPage() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    for (Path page : pages()) {
      if (page.getParent().endsWith("docs")) {
        assertThat(readme).contains("docs/" + page.getFileName());
      }
    }
  }

  @Test
  void everyCommandIsShownSomewhere() throws IOException {
    Set<String> shown = new HashSet<>();
    for (Path page : pages()) {
      shown.addAll(found(COMMAND, Files.readString(page)));
    }
    assertThat(shown).containsAll(Commands.summaries().keySet());
  }

  /** A page without the commands of other programs in its blocks of code. */
  private static String ofCaco(Path page) throws IOException {
    StringBuilder text = new StringBuilder();
    boolean block = false;
    boolean ours = false;
    boolean goesOn = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        block = !block;
        continue;
      }
      ours = goesOn ? ours : line.contains("runners/caco") || line.contains("templates/launch");
      goesOn = line.endsWith("\\");
      if (!block || ours) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new HashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** As GitHub makes them of headings. */
  private static Set<String> anchors(Path file) {
    try {
      Set<String> anchors = new HashSet<>();
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("#")) {
          anchors.add(
              line.replaceFirst("^#+ ", "")
                  .toLowerCase(Locale.ROOT)
                  .replaceAll("[^a-z0-9 _-]", "")
                  .replace(' ', '-'));
        }
      }
      return anchors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
