package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Group;
import org.caco.pipelines.options.Help;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.OptionCatalog.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files that the launcher reads in the place of the program: options.txt, for its help and
 * completion, and the page for agents. Made of the commands and options where {@code
 * -Dcaco.writeReference=true} is set, compared with them otherwise.
 */
class ReferenceTest {
  private static final Path ROOT = Path.of("..");
  private static final Path RESOURCES =
      Path.of("src/main/resources/org/caco/pipelines").toAbsolutePath();

  @Test
  void optionsAreThoseOfTheProgram() throws IOException {
    compare(RESOURCES.resolve("options.txt"), reference());
  }

  @Test
  void thePageForAgentsIsMadeOfTheProgramsOptions() throws IOException {
    compare(RESOURCES.resolve("agent-context.md"), page());
    compare(ROOT.resolve("SKILL.md"), skill());
  }

  /** At four characters a token, and by words and signs, which is what tokenizers find at most. */
  @Test
  void thePageForAgentsHasAtMostFourThousandTokens() throws IOException {
    String page = page();
    assertThat(page.length() / 4).isLessThan(4000);
    assertThat(page.split("(?<=[^a-z])|(?=[A-Z])| ", -1).length).isLessThan(6500);
  }

  @Test
  void nothingInTheReferenceNeedsMoreThanAscii() {
    assertThat(reference().codePoints())
        .allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c < 127));
  }

  /** The command line joins an option and its value before it knows whose option it is. */
  @Test
  void optionsOfOneNameAreFlagsInAllCommandsOrInNone() {
    Map<String, List<Option>> byName =
        Commands.ALL.stream()
            .flatMap(command -> OptionCatalog.of(command.type()).stream())
            .collect(Collectors.groupingBy(Option::name));
    assertThat(byName.values())
        .allSatisfy(same -> assertThat(same.stream().map(Option::isFlag).distinct()).hasSize(1));
  }

  static List<String> commands() {
    return Commands.ALL.stream().map(Command::name).toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theLauncherPrintsWhatTheProgramPrints(String name) throws Exception {
    Command command = Commands.named(name).orElseThrow();
    for (int width : List.of(96, 40)) {
      for (boolean all : List.of(true, false)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        command.help(all, width, new PrintStream(out, true, UTF_8));
        assertThat(awk("help", name, width, all)).isEqualTo(out.toString(UTF_8));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"60", "100"})
  void helpFitsTheWindow(int width) throws Exception {
    assertThat(awk("help", "synthesize", width, false).lines())
        .allSatisfy(
            line -> assertThat(line.length() <= width || !line.strip().contains(" ")).isTrue());
  }

  @Test
  void theShortHelpIsShort() throws Exception {
    assertThat(awk("help", "synthesize", 96, false).lines().count())
        .isLessThan(awk("help", "synthesize", 96, true).lines().count() / 2);
  }

  private static String awk(String mode, String command, int width, boolean all) throws Exception {
    Process process =
        new ProcessBuilder(
                "awk",
                "-f",
                ROOT.resolve("runners/help.awk").toString(),
                "mode=" + mode,
                "command=" + command,
                "width=" + width,
                "all=" + (all ? 1 : 0),
                RESOURCES.resolve("options.txt").toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  private static void compare(Path file, String made) throws IOException {
    if (Boolean.getBoolean("caco.writeReference")) {
      Files.writeString(file, made);
    }
    assertThat(file)
        .as("%s is out of date: run this test with -Dcaco.writeReference=true", file)
        .content()
        .isEqualTo(made);
  }

  private static String reference() {
    StringBuilder text =
        new StringBuilder(
            "# Commands and options, for runners/help.awk, which says what stands where. Made by"
                + " ReferenceTest with -Dcaco.writeReference=true.\n");
    for (Command command : Commands.ALL) {
      line(
          text,
          "command",
          command.name(),
          command.text(),
          command.pipeline() ? "pipeline" : "local",
          String.join(" ", interfaces(command.type())),
          new TreeMap<>(command.defaults())
              .entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + entry.getValue())
                  .collect(Collectors.joining(";")));
    }
    String group = "";
    for (Option option : all()) {
      String type = option.getter().getDeclaringClass().getSimpleName();
      if (!type.equals(group)) {
        group = type;
        line(text, "group", type, option.group().map(Group::title).orElse("Options"));
      }
      line(
          text,
          "option",
          type,
          option.name(),
          option.required() ? "needed" : option.daily() ? "daily" : "more",
          option.byDefault(),
          kind(option),
          option.description());
    }
    Help.COMMON.forEach(common -> extra(text, "common", common));
    extra(text, "runner", Help.RUNNER);
    return text.toString();
  }

  private static void extra(StringBuilder text, String kind, Help.Extra extra) {
    line(text, kind, extra.name(), extra.byDefault(), extra.kind(), extra.text());
  }

  private static void line(StringBuilder text, String kind, String... parts) {
    text.append(kind);
    for (String part : parts) {
      text.append('\t').append(part);
    }
    text.append('\n');
  }

  private static List<String> interfaces(Class<? extends PipelineOptions> type) {
    return OptionCatalog.of(type).stream()
        .map(Option::getter)
        .map(Method::getDeclaringClass)
        .map(Class::getSimpleName)
        .distinct()
        .toList();
  }

  /** In the order of groups, which is each command's own. */
  private static List<Option> all() {
    Map<String, Option> options = new HashMap<>();
    for (Command command : Commands.ALL) {
      for (Option option : OptionCatalog.of(command.type())) {
        String key = option.getter().getDeclaringClass().getSimpleName() + "." + option.name();
        options.put(key, option);
      }
    }
    return options.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Option>>comparingInt(
                    entry -> entry.getValue().group().map(Group::order).orElse(Integer.MAX_VALUE))
                .thenComparing(
                    entry -> entry.getValue().getter().getDeclaringClass().getSimpleName())
                .thenComparingInt(
                    entry -> entry.getValue().shown().map(shown -> shown.order()).orElse(0))
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static String kind(Option option) {
    if (option.isFlag()) {
      return "flag";
    } else if (option.file().isPresent()) {
      return "file";
    }
    return option.values().isEmpty() ? "value" : String.join("|", option.values());
  }

  /** The page with the holes of its template filled. */
  private static String page() throws IOException {
    String template;
    try (InputStream in = ReferenceTest.class.getResourceAsStream("agent-context.template.md")) {
      template = new String(in.readAllBytes(), UTF_8);
    }
    StringBuilder commands = new StringBuilder();
    Commands.summaries()
        .forEach((name, text) -> commands.append("- `" + name + "`: " + text + "\n"));
    List<String> options = new ArrayList<>();
    for (Option option : OptionCatalog.of(Commands.named("preview").orElseThrow().type())) {
      if (option.required() || option.daily()) {
        options.add("- " + told(option));
      }
    }
    return template
        .replace("{{commands}}", commands.toString().strip())
        .replace("{{options}}", String.join("\n", options))
        .replace("{{show}}", briefly("show"))
        .replace("{{grade}}", briefly("grade"))
        .replace("{{execute}}", briefly("execute"));
  }

  private static String briefly(String command) {
    return OptionCatalog.of(Commands.named(command).orElseThrow().type()).stream()
        .filter(option -> !option.group().map(Group::title).orElse("").equals("Sandbox"))
        .map(option -> "`--" + option.name() + "`" + (option.required() ? " (needed)" : ""))
        .collect(Collectors.joining(", "));
  }

  private static String told(Option option) {
    String text = option.description();
    int end = text.indexOf(". ");
    String first = end < 0 ? text.replaceFirst("\\.$", "") : text.substring(0, end);
    return "`--"
        + option.name()
        + "` ("
        + (option.required() ? "needed" : "default " + option.byDefault())
        + "): "
        + first
        + ".";
  }

  private static String skill() throws IOException {
    return """
        ---
        name: caco
        description: Make verified reasoning data (problems, worked solutions, answers, tests) for \
        fine-tuning and RL with Caco on Beam. Use it to synthesize, preview, replay, inspect or \
        grade such data with the launcher runners/caco.
        ---

        """
        + page();
  }
}
