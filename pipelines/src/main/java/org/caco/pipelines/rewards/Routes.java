package org.caco.pipelines.rewards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.caco.sandbox.SandboxUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is at which path. */
final class Routes {
  /** The path of the Python client, a file that needs nothing else. */
  static final String CLIENT = "/caco_rewards.py";

  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String CLIENT_SOURCE = StudentProgram.resource("caco_rewards.py");

  private final Map<String, Function<Fields, CompletableFuture<JsonNode>>> posts = new TreeMap<>();
  private final Map<String, Supplier<Answer>> gets = new TreeMap<>();
  private final Lane requests;
  private final @Nullable RunFolder rows;
  private final Metrics metrics;

  /**
   * @param requests where requests are read, and answered that take little time
   * @param rows null where no run is served
   */
  Routes(
      GradeAnswers grade,
      ScorePrograms score,
      RunCode runCode,
      @Nullable RunFolder rows,
      Lane requests,
      Metrics metrics) {
    this.requests = requests;
    this.rows = rows;
    this.metrics = metrics;
    posts.put("/grade", grade::answer);
    posts.put("/score", score::answer);
    posts.put("/run_code", runCode::answer);
    gets.put("/health", this::health);
    gets.put("/metrics", () -> Answer.text(PROMETHEUS, metrics.text()));
    gets.put(CLIENT, () -> Answer.text("text/x-python; charset=utf-8", CLIENT_SOURCE));
  }

  private Answer health() {
    ObjectNode health = Json.object().put("status", "ok");
    health.put("rows", rows == null ? 0 : rows.rows());
    return Answer.json(health.put("instances", rows == null ? 0 : rows.instances()));
  }

  /** Never fails: what goes wrong is an answer as well. */
  CompletableFuture<Answer> answer(
      String method, String path, Map<String, List<String>> query, byte[] body) {
    long start = System.nanoTime();
    return begun(method, path, query, body)
        .exceptionally(Routes::failure)
        .thenApply(
            answer -> {
              boolean known = posts.containsKey(path) || gets.containsKey(path);
              String label = known || path.equals("/instance") ? path : "other";
              metrics.request(label, answer.status(), System.nanoTime() - start);
              return answer;
            });
  }

  private CompletableFuture<Answer> begun(
      String method, String path, Map<String, List<String>> query, byte[] body) {
    try {
      Function<Fields, CompletableFuture<JsonNode>> route = posts.get(path);
      Supplier<Answer> get = gets.get(path);
      boolean post = route != null;
      if (route == null && get == null && !path.equals("/instance")) {
        return CompletableFuture.completedFuture(
            Answer.error(404, "", "there is nothing at this path; see docs/rewards.md"));
      }
      if (!method.equals(post ? "POST" : "GET")) {
        return CompletableFuture.completedFuture(
            Answer.error(405, "", path + " takes " + (post ? "POST" : "GET")));
      }
      if (route != null) {
        return requests
            .submit(1, i -> route.apply(Fields.of(body)))
            .thenCompose(begun -> begun.get(0))
            .thenApply(Answer::json);
      }
      return get == null
          ? requests.submit(1, i -> instance(query)).thenApply(answers -> answers.get(0))
          : CompletableFuture.completedFuture(get.get());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Answer instance(Map<String, List<String>> query) {
    if (rows == null) {
      throw RefusedException.missing(
          "seed", "no problems are served: serve-rewards was started without --run");
    }
    long seed;
    try {
      seed = Long.parseLong(query.getOrDefault("seed", List.of("")).get(0));
    } catch (NumberFormatException e) {
      throw RefusedException.field("seed", "has to be a whole number of at most 64 bits");
    }
    String row = query.containsKey("row") ? query.get("row").get(0) : null;
    try {
      return Answer.json(
          rows.draw(seed, row)
              .orElseThrow(() -> RefusedException.missing("row", "there is no such row")));
    } catch (IOException e) {
      LOG.warn("cannot read rows", e);
      throw RefusedException.of(500, "the rows cannot be read");
    }
  }

  private static Answer failure(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RefusedException refused) {
      return refused.answer();
    }
    if (cause instanceof SandboxUnavailableException unavailable) {
      return Answer.error(503, "", String.valueOf(unavailable.getMessage()));
    }
    LOG.warn("a request failed", cause);
    return Answer.error(500, "", "the server failed at this request; its log says why");
  }
}
