package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.caco.pipelines.options.EnvironmentOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.publish.Table;
import org.caco.transforms.publish.TrainerFormat;

/**
 * The {@code environment} command: a Python package of a run's problems and their answers, for
 * trainers. It holds no program of the run: what is not a text or an answer stays behind.
 */
final class Environment {
  private static final String RESOURCES = "/org/caco/pipelines/environment/";
  private static final String MODULE = "caco_environment";

  /** Where each file of the package comes from. */
  private static final Map<String, String> MODULES =
      Map.of(
          "__init__.py", "init.py",
          "data.py", "data.py",
          "grading.py", "grading.py",
          "gym.py", "gym.py",
          "taskset.py", "taskset.py",
          "classic.py", "classic.py");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path run;
  private final Path output;
  private long rows;
  private long instances;
  private boolean toy;

  private Environment(Path run, Path output) {
    this.run = run;
    this.output = output;
  }

  static void run(EnvironmentOptions options, PrintStream out) {
    Environment made = new Environment(Path.of(options.getRun()), Path.of(options.getOutput()));
    try {
      made.check(options);
      made.write();
    } catch (IOException e) {
      throw new UsageException("--run or --output: " + e, e);
    }
    out.println(
        made.counts()
            + " are in the package "
            + MODULE
            + ": pip install "
            + options.getOutput()
            + "; its README.md tells the rest.");
  }

  private String counts() {
    return String.format(Locale.ROOT, "%,d rows and %,d instances of them", rows, instances);
  }

  private void check(EnvironmentOptions options) throws IOException {
    if (files("dataset", "part-*.jsonl").isEmpty()) {
      throw new UsageException(
          "--run="
              + options.getRun()
              + " has no dataset/part-*.jsonl: name the output folder of a run that makes rows.");
    }
    RunFiles.checkEmpty(output);
  }

  private List<Path> files(String folder, String glob) throws IOException {
    return RunFiles.in(run.resolve(folder), glob);
  }

  private void write() throws IOException {
    Path module = Files.createDirectories(output.resolve(MODULE));
    Path gym = Files.createDirectories(output.resolve("nemo_gym"));
    try (BufferedWriter problems = compressed(module.resolve("problems.jsonl.gz"));
        BufferedWriter nemo = Files.newBufferedWriter(gym.resolve("train.jsonl"))) {
      for (String folder : List.of("dataset", "instances")) {
        for (Path file : files(folder, "part-*.jsonl")) {
          RunFiles.read(file, (row, where) -> add(row, where, problems, nemo));
        }
      }
    }
    for (Map.Entry<String, String> file : MODULES.entrySet()) {
      Files.writeString(
          module.resolve(file.getKey()), RunFiles.resource(RESOURCES + file.getValue()));
    }
    Files.writeString(
        output.resolve("pyproject.toml"), RunFiles.resource(RESOURCES + "pyproject.toml"));
    copyTables(Table.RL, "rows");
    copyTables(Table.INSTANCES, "instances");
    String note = toy ? RunFiles.TOY : "";
    Files.writeString(
        output.resolve("README.md"),
        RunFiles.resource(RESOURCES + "README.md")
            .replace("{counts}", counts())
            .replace("{toy}", note));
  }

  /** The same bytes for the same problems: there is no time in them. */
  private static BufferedWriter compressed(Path file) throws IOException {
    OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file));
    return new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
  }

  private void add(JsonNode row, String where, BufferedWriter problems, BufferedWriter nemo)
      throws IOException {
    ObjectNode problem = problem(row);
    if (problem.path("question").asText().isEmpty() || problem.path("answer").asText().isEmpty()) {
      throw new UsageException(where + " has no problem with an answer.");
    }
    problems.append(JSON.writeValueAsString(problem)).append('\n');
    nemo.append(
            JSON.writeValueAsString(
                TrainerFormat.nemoGym(
                    problem.path("id").asText(),
                    problem.path("question").asText(),
                    problem.path("answer").asText())))
        .append('\n');
  }

  private ObjectNode problem(JsonNode row) {
    boolean instance = row.has("row_id");
    rows += instance ? 0 : 1;
    instances += instance ? 1 : 0;
    toy |= instance ? row.path("toy").asBoolean() : row.path("lineage").path("toy").asBoolean();
    boolean measured = row.path("samples").asInt() > 1;
    return JSON.createObjectNode()
        .put("id", row.path("id").asText())
        .put("row_id", row.path(instance ? "row_id" : "id").asText())
        .put("question", row.path(instance ? "problem" : "instruction").asText())
        .put("answer", row.path("answer").asText())
        .put("difficulty", measured ? Double.valueOf(1 - row.path("pass_rate").asDouble()) : null)
        .put("instance", instance);
  }

  /** Of a run that has tables: they are as verl and TRL read them. */
  private void copyTables(Table table, String name) throws IOException {
    List<Path> files = files(table.folder(Table.TRAIN), "*.parquet");
    for (int i = 0; i < files.size(); i++) {
      Path folder = Files.createDirectories(output.resolve("verl"));
      String copy = String.format(Locale.ROOT, "%s-%05d-of-%05d.parquet", name, i, files.size());
      Files.copy(files.get(i), folder.resolve(copy));
    }
  }
}
