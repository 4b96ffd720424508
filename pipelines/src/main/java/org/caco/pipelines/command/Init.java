package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.caco.pipelines.options.CommandLine;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.options.Group;
import org.caco.pipelines.options.Help;
import org.caco.pipelines.options.InitOptions;
import org.caco.pipelines.options.LineFiles;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.OptionCatalog.Option;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.run.BundledSeeds;
import org.caco.transforms.model.ModelConfig;

/** The {@code init} command: a file of options, from answers to five questions. */
final class Init {
  private static final String EMBEDDED_MODEL = "embedded:0.1";
  private static final int WIDTH = 94;

  static final Map<String, String> DEFAULTS =
      Map.of("seeds", "bundled ones", "output", "out", "programs", "200", "endpoint", "embedded:");

  /** The questions, by the option that the answer is for. */
  private static final Map<String, String> QUESTIONS = questions();

  private final InitOptions options;
  private final BufferedReader in;
  private final PrintStream out;
  private final Map<String, Option> known = new LinkedHashMap<>();

  private Init(InitOptions options, BufferedReader in, PrintStream out) {
    this.options = options;
    this.in = in;
    this.out = out;
    OptionCatalog.of(SynthesizeOptions.class).forEach(each -> known.put(each.name(), each));
  }

  private static Map<String, String> questions() {
    Map<String, String> questions = new LinkedHashMap<>();
    questions.put("seeds", "Solved problems to start from (a file, glob or folder)");
    questions.put("endpoint", "Address of the model's server, such as http://localhost:8000/v1");
    questions.put("model", "Name of the model there");
    questions.put("programs", "Number of programs to sample");
    questions.put("output", "Folder for the results");
    return questions;
  }

  static void run(InitOptions options, PrintStream out) {
    run(options, new BufferedReader(new InputStreamReader(System.in, UTF_8)), out);
  }

  static void run(InitOptions options, BufferedReader in, PrintStream out) {
    new Init(options, in, out).run();
  }

  private void run() {
    Path file = Path.of(options.getFile());
    LineFiles.checkFolder("file", options.getFile());
    if (Files.exists(file)) {
      throw new UsageException(
          "--file: " + file + " exists and is kept: name another, or delete it first.");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
      String name = question.getKey();
      if (GivenOptions.contain(options, name)) {
        values.put(name, Objects.toString(option(name).valueIn(options)));
      } else if (!name.equals("model") || !ModelConfig.EMBEDDED.equals(values.get("endpoint"))) {
        values.put(name, options.isYes() ? unasked(name) : answer(name, question.getValue()));
      }
    }
    known.keySet().stream()
        .filter(name -> !values.containsKey(name) && GivenOptions.contain(options, name))
        .forEach(name -> values.put(name, Objects.toString(option(name).valueIn(options))));
    try {
      if (Objects.equals(values.get("seeds"), DEFAULTS.get("seeds"))) {
        values.put("seeds", BundledSeeds.unpack(folderOf(file)).toString());
      }
      Files.writeString(file, text(values), UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new UsageException("--file: " + file + " exists and is kept: name another.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
    out.println("Written: " + file);
    out.println("Next:    caco preview --config=" + options.getFile());
    out.println("         caco synthesize --config=" + options.getFile());
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  private Option option(String name) {
    return Objects.requireNonNull(known.get(name));
  }

  private static String unasked(String name) {
    if (!DEFAULTS.containsKey(name)) {
      throw new UsageException("caco init --yes needs --" + name + "=VALUE with an --endpoint.");
    }
    return Objects.requireNonNull(DEFAULTS.get(name));
  }

  /** Asks until the answer can be one. */
  private String answer(String name, String question) {
    String byDefault = DEFAULTS.getOrDefault(name, "");
    while (true) {
      out.print(question + (byDefault.isEmpty() ? "" : " [" + byDefault + "]") + ": ");
      out.flush();
      String answer = line();
      String value = answer.isBlank() ? byDefault : answer.strip();
      try {
        if (!value.isEmpty()) {
          return checked(name, value);
        }
      } catch (UsageException e) {
        out.println(e.getMessage());
      }
    }
  }

  /** Whether it can be a value, as on the command line. */
  private static String checked(String name, String value) {
    CommandLine.parse("init", List.of("--" + name + "=" + value), SynthesizeOptions.class);
    return value;
  }

  private String line() {
    try {
      String line = in.readLine();
      if (line == null) {
        throw new UsageException(
            "caco init has no terminal to ask on: --yes takes the answers from the options.");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    comment(
        "Options of a run, for: caco synthesize --config="
            + Path.of(options.getFile()).getFileName()
            + ". Options of the command line go before these. What stands behind # is not set, and"
            + " shows the default. caco synthesize --help --all has all options.",
        text);
    if (values.getOrDefault("endpoint", "").equals(ModelConfig.EMBEDDED)) {
      comment(
          "embedded: is the rule-based model "
              + EMBEDDED_MODEL
              + " inside the worker. Its data is"
              + " for trying out and testing, not for training.",
          text);
    }
    text.append('\n');
    String group = "";
    for (Option option : known.values()) {
      String value = values.get(option.name());
      if (value == null && !option.daily()) {
        continue;
      }
      String title = option.group().map(Group::title).orElse("");
      if (!title.equals(group)) {
        group = title;
        text.append("# --- ").append(title).append("\n");
      }
      comment(option.description(), text);
      if (value == null) {
        text.append("#").append(option.name()).append(": ");
        text.append(option.byDefault().replace('\n', ' ')).append("\n\n");
      } else {
        text.append(option.name()).append(": ").append(scalar(option, value)).append("\n\n");
      }
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static void comment(String words, StringBuilder text) {
    Help.wrap(words, WIDTH).forEach(line -> text.append("# ").append(line).append('\n'));
  }

  /** Numbers and the like as they are, all else in quotes, in which YAML changes nothing. */
  private static String scalar(Option option, String value) {
    if (option.isFlag() || (value.matches("[A-Za-z0-9_./-]+") && !value.equals("null"))) {
      return value;
    }
    return value.matches("[\\x20-\\x7e]*")
        ? "'" + value.replace("'", "''") + "'"
        : JsonNodeFactory.instance.textNode(value).toString();
  }
}
