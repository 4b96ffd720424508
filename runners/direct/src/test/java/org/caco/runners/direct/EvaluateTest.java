package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model's scores are those of what it answered, whatever the server does in between. */
class EvaluateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of these, every fourth is answered wrongly and every tenth is cut off. */
  private static final int ITEMS = 60;

  @TempDir private Path folder;
  private HttpServer server;
  private Path benchmark;
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private volatile int failing;

  /** The known answers by their problems. */
  private final Map<String, String> known = new LinkedHashMap<>();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
    for (int i = 1; i <= ITEMS; i++) {
      known.put("What is the double of the double of double " + i + "?", Integer.toString(8 * i));
    }
    benchmark = write("doubles.jsonl");
  }

  private Path write(String file) throws IOException {
    StringBuilder items = new StringBuilder();
    known.forEach(
        (problem, answer) ->
            items
                .append(JSON.createObjectNode().put("problem", problem).put("answer", answer))
                .append('\n'));
    return Files.writeString(folder.resolve(file), items);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.incrementAndGet();
    String asked = JSON.readTree(body).get("messages").toString();
    int number = 0;
    String answer = "";
    for (Map.Entry<String, String> item : known.entrySet()) {
      number++;
      if (asked.contains(JSON.writeValueAsString(item.getKey()).replaceAll("^\"|\"$", ""))) {
        answer = item.getValue();
        break;
      }
    }
    boolean fails = number <= failing || (number % 7 == 0 && seen.add(body));
    byte[] response = fails ? "{}".getBytes(UTF_8) : reply(number, answer).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(fails ? 500 : 200, response.length);
    exchange.getResponseBody().write(response);
    exchange.close();
  }

  private static boolean isCutOff(int number) {
    return number % 10 == 0;
  }

  private static boolean isWrong(int number) {
    return number % 4 == 0;
  }

  private static String reply(int number, String answer) {
    String said = isWrong(number) ? answer + "1" : answer;
    var root = JSON.createObjectNode().put("object", "chat.completion");
    var choice = root.putArray("choices").addObject().put("index", 0);
    choice
        .put("finish_reason", isCutOff(number) ? "length" : "stop")
        .putObject("message")
        .put("role", "assistant")
        .put("content", isCutOff(number) ? "Let us" : "So it is \\boxed{" + said + "}.");
    root.putObject("usage").put("prompt_tokens", 20).put("completion_tokens", 10);
    return root.toString();
  }

  @Test
  void aServerThatFailsInBetweenLosesNoItem() throws IOException {
    Ran ran = evaluate("one");

    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode score = score("one");
    assertThat(score.get("benchmark").asText()).isEqualTo("doubles");
    assertThat(score.get("items").asInt()).isEqualTo(ITEMS);
    assertThat(score.get("unanswered").asInt()).isZero();
    // 15 of 60 are wrong, 6 cut off, 3 are both.
    assertThat(score.at("/pass/1/score").asDouble()).isCloseTo(42 / 60.0, within(1e-9));
    assertThat(score.get("truncated").asInt()).isEqualTo(6);
    assertThat(ran.out()).contains("pass@1", "70.0%");
  }

  @Test
  void oneAttemptIsMadeAtTemperatureZero() throws IOException {
    evaluate("greedy");

    assertThat(Files.readString(folder.resolve("greedy/report/run.json")))
        .contains("\\\"temperature\\\": 0");
  }

  @Test
  void ofSeveralAttemptsAnyMayPass() throws IOException {
    Ran ran = evaluate("several", "--attempts=4");

    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode pass = score("several").get("pass");
    assertThat(pass.fieldNames()).toIterable().containsExactly("1", "2", "4");
    // The server always says the same.
    assertThat(pass.at("/4/score").asDouble()).isCloseTo(42 / 60.0, within(1e-9));
  }

  @Test
  void itemsWithoutAReplyAreAskedForAgain() throws IOException {
    failing = 5;

    evaluate("again", "--maxAttempts=1");

    assertThat(score("again").get("unanswered").asInt()).isGreaterThanOrEqualTo(5);
    failing = 0;
    int before = requests.get();

    Ran ran = evaluate("again", "--maxAttempts=1");

    assertThat(score("again").get("unanswered").asInt()).isZero();
    assertThat(requests.get() - before).as(ran.out()).isLessThan(ITEMS);
    assertThat(Rows.json(folder.resolve("again"), "items")).hasSize(ITEMS);
  }

  @Test
  void allItemsOfGsm8kAreScoredAsTheyWereAnswered() throws IOException {
    Path test = Path.of(System.getProperty("caco.data", "absent")).resolve("gsm8k/test.jsonl");
    assumeTrue(Files.exists(test), () -> test + " is absent; set -Dcaco.data=DIR");
    known.clear();
    int right = 0;
    for (String line : Files.readAllLines(test)) {
      JsonNode row = JSON.readTree(line);
      String answer = row.get("answer").asText();
      known.put(row.get("question").asText(), answer.substring(answer.indexOf("####") + 4).strip());
      int number = known.size();
      right += isWrong(number) || isCutOff(number) ? 0 : 1;
    }
    benchmark = test;

    Ran ran = evaluate("gsm8k");

    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode score = score("gsm8k");
    assertThat(score.get("items").asInt()).isEqualTo(known.size());
    assertThat(score.at("/pass/1/score").asDouble())
        .isCloseTo((double) right / known.size(), within(1e-9));
  }

  private JsonNode score(String run) throws IOException {
    return Rows.summary(folder.resolve(run)).get("scores").get(0);
  }

  private Ran evaluate(String run, String... options) {
    List<String> args = new ArrayList<>(List.of("evaluate", "--benchmarks=" + benchmark));
    args.add("--endpoint=http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    args.add("--model=m");
    args.add("--skipEndpointCheck");
    args.add("--output=" + folder.resolve(run));
    args.addAll(List.of(options));
    return Ran.caco(args.toArray(String[]::new));
  }
}
