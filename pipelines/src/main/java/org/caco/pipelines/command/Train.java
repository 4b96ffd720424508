package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.caco.pipelines.options.TrainOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.publish.Publication;
import org.caco.transforms.publish.Table;

/**
 * The {@code train} command: writes what a trainer needs to fine-tune on runs, with the method's
 * hyperparameters, and runs the trainer where a command line is given.
 *
 * <p>Source of the hyperparameters: "Scaling Code-Assisted Chain-of-Thoughts and Instructions for
 * Model Reasoning", arXiv 2510.04081, and its released configuration.
 */
final class Train {
  private static final String RESOURCES = "/org/caco/pipelines/train/";
  private static final List<String> FILES = List.of("llamafactory.yaml", "trl_sft.py", "README.md");
  private static final int LOG_LINES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What differs between what is trained. */
  private enum Trainee {
    GENERATOR(
        "codegen",
        "Qwen/Qwen2.5-Coder-7B",
        1,
        2048,
        "A code model that writes programs for an empty prompt",
        """
        Serve it with its own chat template, and sample it:

        ```sh
        vllm serve model --served-model-name caco-code --port 8000
        runners/caco synthesize --config=run.yaml --output=out/next --examples=0 \\
          --codeEndpoint=http://localhost:8000/v1 --codeModel=caco-code
        ```
        """),
    STUDENT(
        "dataset",
        "Qwen/Qwen2.5-Math-7B",
        3,
        4096,
        "A model that solves problems",
        "It is asked as it was trained: the problem, and where the final answer belongs.\n");

    private final String folder;
    private final String model;
    private final double epochs;
    private final int cutoff;
    private final String title;
    private final String next;

    Trainee(String folder, String model, double epochs, int cutoff, String title, String next) {
      this.folder = folder;
      this.model = model;
      this.epochs = epochs;
      this.cutoff = cutoff;
      this.title = title;
      this.next = next;
    }

    ArrayNode messages(JsonNode row) {
      if (this == GENERATOR) {
        return row.path("messages") instanceof ArrayNode messages
            ? messages
            : JSON.createArrayNode();
      }
      ArrayNode messages = JSON.createArrayNode();
      String problem = row.path("instruction").asText();
      messages.addObject().put("role", "user").put("content", Table.prompt(problem));
      messages.addObject().put("role", "assistant").put("content", row.path("output").asText());
      return messages;
    }
  }

  /** The trainer has failed; the files for it are there. */
  static final class TrainerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainerException(String message) {
      super(message);
    }
  }

  private final TrainOptions options;
  private final Trainee trainee;
  private final List<Path> runs;
  private final Path output;
  private long rows;
  private boolean toy;

  private Train(TrainOptions options) {
    this.options = options;
    this.trainee = Trainee.valueOf(options.getTrainee().toUpperCase(Locale.ROOT));
    this.runs = Stream.of(options.getRun().split(",", -1)).map(Path::of).toList();
    this.output = Path.of(options.getOutput());
  }

  static void run(TrainOptions options, PrintStream out) {
    Train train = new Train(options);
    try {
      train.check();
      train.write();
    } catch (IOException e) {
      throw new UsageException("--run or --output: " + e, e);
    }
    out.printf(
        Locale.ROOT,
        "%s: %,d rows in %s/data/train.jsonl; README.md there says how to train.%n",
        train.trainee.title,
        train.rows,
        options.getOutput());
    if (options.getTrainer() != null) {
      out.println("Training: " + options.getTrainer());
      try {
        train.train(options.getTrainer());
      } catch (IOException e) {
        throw new IllegalStateException("the trainer cannot be started: " + e, e);
      }
      out.println("The model is in " + options.getOutput() + "/model.");
    }
  }

  private void check() throws IOException {
    positive("epochs", epochs());
    positive("learningRate", options.getLearningRate());
    positive("cutoff", cutoff());
    positive("batch", options.getBatch());
    positive("devices", options.getDevices());
    positive("perDevice", options.getPerDevice());
    int together = options.getDevices() * options.getPerDevice();
    if (options.getBatch() % together != 0) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--batch=%d is not a multiple of the %d rows that %d devices take at a time: set"
                  + " --batch, --devices or --perDevice.",
              options.getBatch(),
              together,
              options.getDevices()));
    }
    for (Path run : runs) {
      if (files(run).isEmpty()) {
        throw new UsageException(
            "--run="
                + run
                + " has no "
                + trainee.folder
                + "/part-*.jsonl: name the output folder of a run that makes it.");
      }
    }
    RunFiles.checkEmpty(output);
  }

  private static void positive(String option, double value) {
    if (!(value > 0)) {
      throw new UsageException("--" + option + "=" + value + " has to be more than 0.");
    }
  }

  private double epochs() {
    return options.getEpochs() == null ? trainee.epochs : options.getEpochs();
  }

  private int cutoff() {
    return options.getCutoff() == null ? trainee.cutoff : options.getCutoff();
  }

  private List<Path> files(Path run) throws IOException {
    return RunFiles.in(run.resolve(trainee.folder), "part-*.jsonl");
  }

  private void write() throws IOException {
    Path data = Files.createDirectories(output.resolve("data")).resolve("train.jsonl");
    Set<String> seen = new HashSet<>();
    try (BufferedWriter lines = Files.newBufferedWriter(data)) {
      for (Path run : runs) {
        toy |= isToy(run);
        for (Path file : files(run)) {
          RunFiles.read(file, (row, where) -> add(row, where, seen, lines));
        }
      }
    }
    if (rows == 0) {
      throw new UsageException("--run=" + options.getRun() + " has no row to train on.");
    }
    write("dataset_info.json", datasetInfo());
    write("hyperparameters.json", hyperparameters());
    Map<String, String> values = values();
    for (String file : FILES) {
      String text = RunFiles.resource(RESOURCES + file);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("{" + value.getKey() + "}", value.getValue());
      }
      Files.writeString(output.resolve(file), text);
    }
  }

  private void write(String file, ObjectNode json) throws IOException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    Files.writeString(output.resolve(file), text + "\n");
  }

  private String model() {
    return options.getBaseModel() == null ? trainee.model : options.getBaseModel();
  }

  private int accumulation() {
    return options.getBatch() / (options.getDevices() * options.getPerDevice());
  }

  /** For the script of TRL. */
  private ObjectNode hyperparameters() {
    return JSON.createObjectNode()
        .put("model", model())
        .put("cutoff", cutoff())
        .put("perDevice", options.getPerDevice())
        .put("accumulation", accumulation())
        .put("learningRate", options.getLearningRate())
        .put("epochs", epochs());
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("title", trainee.title);
    values.put("next", trainee.next.strip());
    values.put("rows", String.format(Locale.ROOT, "%,d", rows));
    values.put("runs", runs.size() == 1 ? "one run" : runs.size() + " runs");
    values.put("model", model());
    values.put("template", options.getChatTemplate());
    values.put("cutoff", Integer.toString(cutoff()));
    values.put("epochs", Double.toString(epochs()));
    // YAML 1.1 takes a number without a point for a text.
    values.put("learningRate", String.format(Locale.ROOT, "%.2e", options.getLearningRate()));
    values.put("batch", Integer.toString(options.getBatch()));
    values.put("devices", Integer.toString(options.getDevices()));
    values.put("perDevice", Integer.toString(options.getPerDevice()));
    values.put("accumulation", Integer.toString(accumulation()));
    values.put("toy", toy ? RunFiles.TOY : "");
    return values;
  }

  /** For LLaMA-Factory. */
  private static ObjectNode datasetInfo() {
    ObjectNode info = JSON.createObjectNode();
    Publication.chats(info.putObject("caco").put("file_name", "data/train.jsonl"));
    return info;
  }

  private void add(JsonNode row, String where, Set<String> seen, BufferedWriter lines)
      throws IOException {
    ArrayNode messages = trainee.messages(row);
    if (messages.isEmpty() || messages.path(1).path("content").asText().isBlank()) {
      throw new UsageException(where + " has nothing to train on.");
    }
    if (seen.add(row.path("id").asText())) {
      rows++;
      ObjectNode chat = JSON.createObjectNode();
      chat.set("messages", messages);
      lines.append(JSON.writeValueAsString(chat)).append('\n');
    }
  }

  /** As its report has it. */
  private static boolean isToy(Path run) throws IOException {
    Path summary = run.resolve("report").resolve("summary.json");
    if (Files.exists(summary)) {
      for (JsonNode model : JSON.readTree(summary.toFile()).path("models")) {
        if (model.path("toy").asBoolean()) {
          return true;
        }
      }
    }
    return false;
  }

  private void train(String command) throws IOException {
    Path log = output.resolve("train.log");
    Process trainer =
        new ProcessBuilder("sh", "-c", command)
            .directory(output.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    int status;
    try {
      status = trainer.waitFor();
    } catch (InterruptedException e) {
      trainer.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the training was interrupted", e);
    }
    if (status != 0) {
      throw new TrainerException(
          "the trainer ended with status " + status + "; " + log + " ends: " + end(log));
    }
    Path model = output.resolve("model");
    if (!Files.isDirectory(model)) {
      throw new TrainerException(
          "the trainer ended well and left no " + model + "; see " + log + ".");
    }
  }

  private static String end(Path log) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(log, ISO_8859_1)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
        if (lines.size() > LOG_LINES) {
          lines.remove(0);
        }
      }
    }
    return String.join(" / ", lines);
  }
}
