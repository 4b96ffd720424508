package org.caco.server.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs that this package wrote in one plain Python process. */
final class PythonRuns {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUNNER =
      """
      import contextlib, io, json, sys
      results = []
      for code in json.load(open(sys.argv[1], encoding="utf-8")):
          scope = {"__name__": "program"}
          try:
              with contextlib.redirect_stdout(io.StringIO()):
                  exec(compile(code, "program", "exec"), scope)
              results.append(str(scope["output"]))
          except BaseException as error:
              results.append("error: " + repr(error))
      json.dump(results, open(sys.argv[2], "w", encoding="utf-8"))
      """;

  private PythonRuns() {}

  /** What each program leaves in {@code output} as text, or {@code error: ...}. */
  static List<String> outputs(List<String> programs) throws Exception {
    Path folder = Files.createTempDirectory("python-runs");
    try {
      Path in = folder.resolve("in.json");
      Path out = folder.resolve("out.json");
      Files.write(in, JSON.writeValueAsBytes(programs));
      Process python =
          new ProcessBuilder("python3", "-c", RUNNER, in.toString(), out.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      if (!python.waitFor(120, TimeUnit.SECONDS)) {
        python.destroyForcibly();
        throw new IllegalStateException("Python did not end");
      }
      if (python.exitValue() != 0) {
        throw new IllegalStateException(Files.readString(folder.resolve("log"), UTF_8));
      }
      return JSON.readValue(Files.readAllBytes(out), new TypeReference<List<String>>() {});
    } finally {
      for (File file : folder.toFile().listFiles()) {
        Files.delete(file.toPath());
      }
      Files.delete(folder);
    }
  }
}
