package org.caco.pipelines.options;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.options.OptionCatalog.Option;
import org.caco.transforms.lines.FileGlobs;

/**
 * A file with options, which {@code --config} names: YAML or JSON, an option a key. What the
 * command line says goes before what the file says. An option that the command lacks and another
 * has is passed over, so that one file serves {@code preview}, {@code synthesize} and {@code
 * doctor}.
 *
 * <p>The notes of a run ({@code report/run.json}) are such a file too. They may be somebody else's:
 * what this machine would execute or read by them has to be on the command line.
 */
public final class ConfigFile {
  /** The option that names it. */
  public static final String OPTION = "config";

  /** What it is, for the help. */
  static final String DESCRIPTION =
      "File with options, YAML or JSON, such as caco init writes, or the report/run.json of a run;"
          + " an option's name is a key. Options of the command line go before those of the file.";

  private static final String ARG = "--" + OPTION + "=";
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_SHOWN = 200;

  /** What the notes of a run call the name of its command. */
  private static final String COMMAND = "command";

  private static final Set<String> NOTES = Set.of("fingerprint", "configuration", "other");

  /** An option of the file: its value as text, and the line that it is in. */
  private record Entry(String name, String value, int line) {}

  private final Path file;
  private final Map<String, Option> own;
  private final Map<String, Option> all;

  private ConfigFile(Path file, Map<String, Option> own, Map<String, Option> all) {
    this.file = file;
    this.own = own;
    this.all = all;
  }

  /**
   * Puts what the file says in the place of {@code --config}, but for options that are given.
   *
   * @param args joined
   * @param type the options of the command
   * @param all the options of all commands, by name
   * @throws UsageException naming the file, the line and the fix
   */
  public static List<String> applied(
      List<String> args, Class<? extends PipelineOptions> type, Map<String, Option> all) {
    if (args.contains("--" + OPTION)) {
      throw new UsageException("--config needs a value: --config=run.yaml.");
    }
    List<String> files = args.stream().filter(arg -> arg.startsWith(ARG)).toList();
    List<String> rest = new ArrayList<>(args);
    rest.removeAll(files);
    if (files.isEmpty()) {
      return rest;
    }
    String value = files.get(0).substring(ARG.length());
    if (files.size() > 1) {
      throw new UsageException("--config is given twice: give it once.");
    }
    if (value.isBlank()) {
      throw new UsageException("--config needs a value: --config=run.yaml.");
    }
    Map<String, Option> own =
        OptionCatalog.of(type).stream().collect(toMap(Option::name, option -> option));
    Set<String> given =
        rest.stream()
            .map(arg -> arg.replaceFirst("^--", "").replaceFirst("(?s)=.*", ""))
            .collect(Collectors.toSet());
    try {
      ConfigFile config = new ConfigFile(Path.of(FileGlobs.absolute(value)), own, all);
      rest.addAll(config.options(given));
    } catch (InvalidPathException e) {
      throw new UsageException("--config: '" + value + "' is no path.", e);
    }
    return rest;
  }

  private List<String> options(Set<String> given) {
    Map<String, Entry> entries = read(text());
    if (entries.keySet().stream().anyMatch(name -> name.startsWith("configuration."))) {
      return notes(entries, given);
    }
    List<String> options = new ArrayList<>();
    for (Entry entry : entries.values()) {
      Option option = own.get(entry.name());
      String arg = "--" + entry.name() + "=" + entry.value();
      if (option != null) {
        check(option, arg, entry);
      } else if (all.containsKey(entry.name())) {
        continue;
      } else if (!CommandLine.isRunners(entry.name())) {
        throw unknown(entry);
      }
      if (!given.contains(entry.name())) {
        options.add(arg);
      }
    }
    return options;
  }

  private UsageException unknown(Entry entry) {
    String meant =
        SimilarNames.to(entry.name(), own.keySet())
            .or(() -> SimilarNames.to(entry.name(), all.keySet()))
            .map(name -> " Did you mean " + name + "?")
            .orElse(" A command's --help --all lists the options.");
    return new UsageException(
        at(entry.line()) + "there is no option '" + shortened(entry.name()) + "'." + meant);
  }

  private void check(Option option, String arg, Entry entry) {
    try {
      CommandLine.checkValue(option, shortened(arg), entry.value());
    } catch (UsageException e) {
      throw new UsageException(at(entry.line()) + e.getMessage(), e);
    }
  }

  /** Of a run's notes, what is a number or a name; the rest has to be given where it matters. */
  private List<String> notes(Map<String, Entry> entries, Set<String> given) {
    List<String> options = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    PipelineOptions unset = PipelineOptionsFactory.create();
    for (Entry entry : entries.values()) {
      String name = entry.name().replaceFirst("^(configuration|other)\\.", "");
      Option option = own.get(name);
      if (option == null
          && !all.containsKey(name)
          && entry.name().contains(".")
          && !name.equals(COMMAND)) {
        throw unknown(new Entry(name, entry.value(), entry.line()));
      }
      if (option == null || given.contains(name) || name.equals("output")) {
        continue;
      }
      String arg = "--" + name + "=" + entry.value();
      boolean harmless =
          option.decides().equals(Decides.Kind.RESULTS)
              || (option.decides().equals(Decides.Kind.RUN) && option.file().isEmpty());
      if (harmless) {
        check(option, arg, entry);
        options.add(arg);
      } else if (!entry.value().equals(String.valueOf(option.valueIn(unset)))) {
        wanted.add(shortened(arg));
      }
    }
    if (!wanted.isEmpty()) {
      throw new UsageException(
          "--config: the run used "
              + String.join(" ", wanted)
              + ": what this machine executes or reads is not taken from a run's notes. Name these"
              + " options on this command line, with these values or others.");
    }
    return options;
  }

  private String text() {
    if (!Files.exists(file)) {
      throw new UsageException("--config: there is no file " + file + ": caco init writes one.");
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("--config: " + file + " is a folder: name a file in it.");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UsageException("--config: " + file + " has over 1 MiB: it holds no options.");
      }
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UsageException(
          "--config: " + file + " cannot be read as text: its permissions or bytes forbid it.", e);
    }
  }

  private Map<String, Entry> read(String text) {
    JsonFactory format =
        text.stripLeading().startsWith("{") ? new JsonFactory() : new YAMLFactory();
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (JsonParser parser = format.createParser(text)) {
      parser.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
      JsonToken first = parser.nextToken();
      if (first != null && first != JsonToken.VALUE_NULL) {
        if (first != JsonToken.START_OBJECT) {
          throw new UsageException(
              at(1) + "options are written 'name: value', a line each; this is none.");
        }
        readObject(parser, "", entries);
      }
      return entries;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String message = e.getOriginalMessage();
      throw new UsageException(
          at(line)
              + (message.startsWith("Duplicate field")
                  ? message.replaceFirst("Duplicate field", "the option is given twice:") + "."
                  : "this cannot be read as "
                      + (format instanceof YAMLFactory ? "YAML" : "JSON")
                      + " ("
                      + shortened(message)
                      + ")."),
          e);
    } catch (IOException e) {
      throw new UsageException("--config: " + file + " cannot be read.", e);
    }
  }

  private void readObject(JsonParser parser, String prefix, Map<String, Entry> entries)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      JsonToken token = parser.nextToken();
      checkPlain(parser, name, line);
      switch (token) {
        case START_OBJECT -> {
          if (prefix.isEmpty() && NOTES.contains(name)) {
            readObject(parser, name + ".", entries);
          } else {
            put(entries, new Entry(name, new ObjectMapper().readTree(parser).toString(), line));
          }
        }
        case START_ARRAY -> put(entries, new Entry(name, list(parser, name, line), line));
        case VALUE_NULL -> {}
        default -> put(entries, new Entry(name, parser.getText(), line));
      }
    }
  }

  private static void put(Map<String, Entry> entries, Entry entry) {
    entries.put(entry.name(), entry);
  }

  /** The values of a list, as the option takes them. */
  private String list(JsonParser parser, String name, int line) throws IOException {
    Option option = own.getOrDefault(name, all.get(name));
    if (option != null && option.list().isEmpty()) {
      throw new UsageException(at(line) + name + " takes one value, and this is a list.");
    }
    List<String> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      checkPlain(parser, name, line);
      if (!parser.currentToken().isScalarValue()) {
        throw new UsageException(at(line) + name + " takes texts, and its list holds another.");
      }
      values.add(parser.getText());
    }
    return String.join(option == null ? "," : option.list().orElseThrow().separator(), values);
  }

  private void checkPlain(JsonParser parser, String name, int line) throws IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new UsageException(at(line) + name + " is an alias: write the value itself.");
    }
  }

  private String at(int line) {
    return "--config: " + shortened(file.toString()) + ", line " + line + ": ";
  }

  /** On one line, for a file may say anything. */
  private static String shortened(String text) {
    String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    return shown.replaceAll("\\s+", " ");
  }
}
