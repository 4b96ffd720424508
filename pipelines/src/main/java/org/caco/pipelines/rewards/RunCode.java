package org.caco.pipelines.rewards;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.caco.sandbox.Run;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.SandboxUnavailableException;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;

/**
 * {@code POST /run_code}: runs a Python script, in the shape of SandboxFusion. Its standard streams
 * and its files are in memory; the sandbox has no others. {@code run_timeout} and {@code
 * memory_limit_MB} count as far as they are below the server's own limits, and the time is CPU
 * time; twice as much, and a second, may pass on the clock.
 */
final class RunCode {
  private static final String SCRIPT = StudentProgram.resource("run_script.py");
  private static final String NO_SOURCE = "_caco_source = \"\"\n";
  private static final int MAX_CODE = 400_000;

  /** Of all that a script is given besides its code, in characters of JSON. */
  private static final int MAX_GIVEN = 1 << 20;

  private static final int MAX_FILES = 64;
  private static final int KILLED = -9;

  private final Sandbox sandbox;
  private final SandboxConfig limits;
  private final Lane programs;
  private final Metrics metrics;

  RunCode(Sandbox sandbox, SandboxConfig limits, Lane programs, Metrics metrics) {
    this.sandbox = sandbox;
    this.limits = limits;
    this.programs = programs;
    this.metrics = metrics;
  }

  CompletableFuture<JsonNode> answer(Fields request) {
    String language = request.optional("language").orElse("python");
    if (!language.equals("python")) {
      throw request.wrong("language", "has to be python: this server runs nothing else");
    }
    String code = request.text("code");
    if (code.length() > MAX_CODE) {
      throw request.wrong("code", "is longer than " + MAX_CODE + " characters");
    }
    ObjectNode given = Json.object().put("stdin", request.optional("stdin").orElse(""));
    given.set("files", files(request));
    given.set("fetch", fetched(request));
    String input = Json.line(given);
    if (input.length() > MAX_GIVEN) {
      throw request.wrong("stdin", "and files are longer than " + MAX_GIVEN + " bytes together");
    }
    SandboxConfig asked = asked(request);
    String source = SCRIPT.replace(NO_SOURCE, NO_SOURCE.replace("\"\"", literal(code)));
    return programs.submit(1, i -> run(source, input, asked)).thenApply(results -> results.get(0));
  }

  private SandboxConfig asked(Fields request) {
    double seconds = request.number("run_timeout", 0);
    double megabytes = request.number("memory_limit_MB", -1);
    SandboxConfig asked = limits;
    if (seconds > 0 && seconds * 1000 < limits.cpuLimit().toMillis()) {
      asked = asked.withCpuLimit(Duration.ofMillis(Math.max(10, (long) (seconds * 1000))));
    }
    if (megabytes > 0 && megabytes * (1 << 20) < limits.memoryBytes()) {
      asked = asked.withMemoryBytes(Math.max(16L << 20, (long) (megabytes * (1 << 20))));
    }
    return asked;
  }

  private static ObjectNode files(Fields request) {
    ObjectNode files = Json.object();
    if (!request.has("files")) {
      return files;
    }
    JsonNode given = request.node("files");
    if (!given.isObject() || given.size() > MAX_FILES) {
      throw request.wrong("files", "has to be an object of at most " + MAX_FILES + " files");
    }
    for (Map.Entry<String, JsonNode> file : given.properties()) {
      String name = "files." + file.getKey();
      if (file.getValue().isNull()) {
        continue;
      }
      if (file.getKey().startsWith("$") || !file.getValue().isTextual()) {
        throw request.wrong(name, "has to be a text in base64");
      }
      try {
        Base64.getDecoder().decode(file.getValue().textValue());
      } catch (IllegalArgumentException e) {
        throw request.wrong(name, "is not in base64");
      }
      files.set(file.getKey(), file.getValue());
    }
    return files;
  }

  private static JsonNode fetched(Fields request) {
    JsonNode names = request.node("fetch_files");
    if (!request.has("fetch_files")) {
      return Json.object().arrayNode();
    }
    if (!names.isArray() || names.size() > MAX_FILES) {
      throw request.wrong("fetch_files", "has to be a list of at most " + MAX_FILES + " names");
    }
    for (JsonNode name : names) {
      if (!name.isTextual()) {
        throw request.wrong("fetch_files", "has to be a list of names");
      }
    }
    return names;
  }

  private ObjectNode run(String source, String input, SandboxConfig asked) {
    List<Run> runs;
    try {
      runs = sandbox.runInputs(Snippet.of("script", source).withInputs(List.of(input)), asked);
    } catch (SandboxUnavailableException e) {
      metrics.program("sandbox_error");
      return Json.object()
          .put("status", "SandboxError")
          .put("message", String.valueOf(e.getMessage()))
          .putNull("compile_result")
          .putNull("run_result")
          .putNull("executor_pod_name")
          .set("files", Json.object());
    }
    Run run = runs.get(0);
    metrics.program(run.verdict().label());
    if (run.verdict() == Verdict.OK) {
      return finished(run);
    }
    boolean late = run.verdict() == Verdict.TIMEOUT;
    ObjectNode result = result(run, late ? "TimeLimitExceeded" : "Finished");
    if (late) {
      result.putNull("return_code");
    } else {
      result.put("return_code", run.verdict() == Verdict.ERROR ? 1 : KILLED);
    }
    return body("Failed", run.error(), result.put("stdout", "").put("stderr", run.error()));
  }

  private static ObjectNode finished(Run run) {
    JsonNode said;
    try {
      said = Json.tree(String.valueOf(run.output()).getBytes(UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the sandbox checks values", e);
    }
    // A script can change what comes after it, and with that only its own answer.
    long code = said.path("code").asLong(1);
    ObjectNode result =
        result(run, "Finished")
            .put("return_code", code)
            .put("stdout", text(said, "stdout"))
            .put("stderr", text(said, "stderr"));
    String message = said.path("cut").asBoolean() ? "its output was cut off" : "";
    ObjectNode body = body(code == 0 ? "Success" : "Failed", message, result);
    said.path("files")
        .fields()
        .forEachRemaining(
            file -> body.withObject("/files").put(file.getKey(), file.getValue().asText()));
    return body;
  }

  private static String text(JsonNode said, String stream) {
    try {
      byte[] bytes = Base64.getDecoder().decode(said.path(stream).asText());
      return new String(bytes, UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static ObjectNode result(Run run, String status) {
    return Json.object().put("status", status).put("execution_time", run.cpuMs() / 1000.0);
  }

  private static ObjectNode body(String status, String message, ObjectNode result) {
    ObjectNode body =
        Json.object().put("status", status).put("message", message).putNull("compile_result");
    body.set("run_result", result);
    body.putNull("executor_pod_name").putObject("files");
    return body;
  }

  /** A text as a literal of Python, in ASCII. */
  private static String literal(String text) {
    StringBuilder literal = new StringBuilder(text.length() + 16).append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
                literal.append((char) c);
              } else {
                String digits = Integer.toHexString(c);
                literal.append("\\U").append("0".repeat(8 - digits.length())).append(digits);
              }
            });
    return literal.append('"').toString();
  }
}
