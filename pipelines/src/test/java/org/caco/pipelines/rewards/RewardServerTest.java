package org.caco.pipelines.rewards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caco.sandbox.SandboxConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that a client can ask for. */
class RewardServerTest {
  @TempDir static Path folder;
  private static RewardServer server;
  private static Asked asked;

  @BeforeAll
  static void start() throws IOException {
    server =
        RewardServer.start(
            RewardConfig.defaults()
                .withRun(Asked.run(folder, 50, 2))
                .withSandbox(SandboxConfig.defaults().withCpuLimit(Duration.ofMillis(500))));
    asked = new Asked(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void gradesAnAnswerAtTheEndOfASolution() throws Exception {
    JsonNode grade =
        asked.post("/grade", "{'gold': '1/2', 'pred': 'Half of it, so \\\\boxed{0.5}.', 'id': 7}");

    assertThat(grade.toString())
        .isEqualTo("{\"id\":7,\"equal\":true,\"score\":1.0,\"reason\":\"equal_number\"}");
  }

  @Test
  void gradesManyInOrder() throws Exception {
    JsonNode grades =
        asked.post(
            "/grade",
            "{'items': [{'gold': '12', 'pred': '12'}, {'gold': 12, 'pred': '13'},"
                + " {'gold': '', 'pred': '1'}]}");

    assertThat(grades.get("results").findValuesAsText("reason"))
        .containsExactly("equal_integer", "different_integer", "no_answer");
    assertThat(grades.get("results").findValuesAsText("score"))
        .containsExactly("1.0", "0.0", "0.0");
  }

  @Test
  void aWholeNumberThatAProgramWroteAsAFloatIsNoRoundedOne() throws Exception {
    JsonNode grades =
        asked.post(
            "/grade",
            "{'items': [{'gold': '762.0', 'pred': '762.01'}, {'gold': '-762.0', 'pred': '-762'},"
                + " {'gold': '762.0', 'pred': '762.0'}, {'gold': '12.25', 'pred': '12.251'}]}");

    assertThat(grades.get("results").findValuesAsText("score"))
        .containsExactly("0.0", "1.0", "1.0", "1.0");
  }

  @Test
  void asksSympyWhereTheGraderIsUndecided() throws Exception {
    JsonNode grade =
        asked.post("/grade", "{'gold': '\\\\sum_{k=1}^{n} k', 'pred': '\\\\frac{n(n+1)}{2}'}");

    assertThat(grade.get("reason").asText()).isEqualTo("equal_sympy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "def add(a, b):\\n    return a + b|function|3",
        "def add(x, y):\\n    return x + y|function|3",
        "def solve(b, a):\\n    return a + b\\ndef other():\\n    return 0|function|3",
        "input = {'a': 1, 'b': 1}\\n"
            + "def f(a, b):\\n"
            + "    return a + b\\n"
            + "output = f(**input)|unified|3",
        "def f(a, b):\\n    input = {'a': a}\\n    return a + b|function|3",
        "```python\\ndef f(a, b):\\n    return a + b\\n```|function|3",
        "Use this:\\n```python\\ndef f(a, b):\\n    return a + b\\n```\\nIt adds.|function|3",
        "def f(a, b):\\n    return float(a + b)|function|3",
        "def f(a, b):\\n    return str(a + b)|function|0",
        "def f(a, b):\\n    return 8 if b == 1 else 1 / 0|function|1",
        "def f(a, b):\\n    return a + b if b < 40 else 0|function|2",
        "x = 1|function|0",
        "def f(a, b) return|function|0"
      })
  void scoresAProgramAgainstTheTestsOfARow(String code, String form, int passed) throws Exception {
    ObjectNode request = Asked.JSON.createObjectNode().put("id", "row7");
    request.put("code", code.replace("\\n", "\n"));

    JsonNode score = asked.post("/score", request);

    assertThat(score.get("form").asText()).isEqualTo(form);
    assertThat(score.get("passed").asInt()).isEqualTo(passed);
    assertThat(score.get("total").asInt()).isEqualTo(3);
    assertThat(score.get("score").asDouble()).isEqualTo(passed / 3.0);
    assertThat(score.get("tests")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "def f(a):\\n    return a + 1|passed,passed,passed,passed",
        "def f(a):\\n    return 1 / a|error,wrong,wrong,wrong",
        "def f(a):\\n    while a == 1: pass\\n    return a + 1|passed,timeout,passed,passed",
        "def f(a):\\n    while True: pass|timeout,timeout,not_run,not_run",
        "import os\\ndef f(a):\\n    os._exit(0)|error,error,error,error",
        "def f(a):\\n    return [0] * 10**9|memory,memory,memory,memory",
        "import ctypes\\ndef f(a):\\n    ctypes.string_at(0)|killed,killed,killed,killed",
        "def f(a):\\n    return object()|rejected,rejected,rejected,rejected"
      })
  void saysWhatBecameOfEachTest(String code, String verdicts) throws Exception {
    ObjectNode request = Asked.JSON.createObjectNode().put("code", code.replace("\\n", "\n"));
    for (int i = 0; i < 4; i++) {
      ObjectNode test = request.withArray("tests").addObject();
      test.putObject("input").put("a", i);
      test.put("output", i + 1);
    }

    JsonNode score = asked.post("/score", request);

    assertThat(String.join(",", score.get("tests").findValuesAsText("verdict")))
        .isEqualTo(verdicts);
  }

  @Test
  void comparesValuesAndNotHowTheyAreWritten() throws Exception {
    ObjectNode request = Asked.JSON.createObjectNode();
    request.put("code", "def f(k):\n    return [0.1 + 0.2, (1, 2), 'a b', {1: None}, {3}][k]");
    List<String> outputs =
        List.of("0.3", "{\"$tuple\":[1,2]}", "a b", "{\"$dict\":[[1,null]]}", "{\"$set\":[3]}");
    for (int i = 0; i < outputs.size(); i++) {
      request
          .withArray("tests")
          .addObject()
          .put("input", "{\"k\":" + i + "}")
          .put("output", outputs.get(i));
    }

    assertThat(asked.post("/score", request).get("passed").asInt()).isEqualTo(5);
  }

  @Test
  void scoresManyInOrder() throws Exception {
    JsonNode scores =
        asked.post(
            "/score",
            "{'items': [{'id': 'row1', 'code': 'def f(a, b): return a + b'},"
                + " {'id': 'row2', 'code': 'def f(a, b): return a'},"
                + " {'id': 'row3', 'code': 'def g(a, b): return 0\\ndef f(a, b): return a + b',"
                + " 'function': 'g'}]}");

    assertThat(scores.get("results").findValuesAsText("score"))
        .containsExactly("1.0", "0.0", "0.0");
    assertThat(scores.get("results").findValuesAsText("id"))
        .containsExactly("row1", "row2", "row3");
  }

  private JsonNode run(String code, String stdin) throws Exception {
    return asked.post(
        "/run_code",
        Asked.JSON
            .createObjectNode()
            .put("code", code)
            .put("stdin", stdin)
            .put("language", "python")
            .put("run_timeout", 10)
            .put("memory_limit_MB", -1));
  }

  @Test
  void runsAScriptWithItsStreams() throws Exception {
    JsonNode ran =
        run(
            "import sys\na, b = map(int, input().split())\nprint(a + b, '\u00e9\ud83d\ude00')\n"
                + "print('no', file=sys.stderr)\nprint(open(0).read())\n",
            "3 4\nthe rest");

    assertThat(ran.get("status").asText()).isEqualTo("Success");
    assertThat(ran.at("/run_result/status").asText()).isEqualTo("Finished");
    assertThat(ran.at("/run_result/return_code").asInt()).isZero();
    assertThat(ran.at("/run_result/stdout").asText()).isEqualTo("7 \u00e9\ud83d\ude00\nthe rest\n");
    assertThat(ran.at("/run_result/stderr").asText()).isEqualTo("no\n");
    assertThat(ran.at("/run_result/execution_time").isNumber()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import sys; print('x'); sys.exit(3)|Failed|Finished|3|x|",
        "print('x'); 1/0|Failed|Finished|1|x|ZeroDivisionError",
        "print(|Failed|Finished|1||SyntaxError",
        "while True: pass|Failed|TimeLimitExceeded|||",
        "import ctypes; ctypes.string_at(0)|Failed|Finished|-9||",
        "import numpy; print(numpy.arange(3).sum())|Success|Finished|0|3|"
      })
  void saysHowAScriptEnded(
      String code, String status, String ended, Integer returned, String out, String error)
      throws Exception {
    JsonNode ran = run(code, "");

    assertThat(ran.get("status").asText()).isEqualTo(status);
    JsonNode result = ran.get("run_result");
    assertThat(result.get("status").asText()).isEqualTo(ended);
    assertThat(result.get("return_code").isNull()).isEqualTo(returned == null);
    if (returned != null) {
      assertThat(result.get("return_code").asInt()).isEqualTo(returned);
    }
    assertThat(result.get("stdout").asText().strip()).isEqualTo(out == null ? "" : out);
    assertThat(result.get("stderr").asText()).contains(error == null ? "" : error);
  }

  @Test
  void aScriptHasItsFilesAndLeavesThoseThatAreAskedFor() throws Exception {
    ObjectNode request = Asked.JSON.createObjectNode().put("language", "python");
    request.put(
        "code",
        "import os\nassert os.path.exists('in/a.txt')\ntext = open('in/a.txt').read()\n"
            + "with open('out.txt', 'w') as f:\n    f.write(text.upper())\n"
            + "open('out.txt', 'a').write('!')");
    String given = Base64.getEncoder().encodeToString("abc".getBytes(StandardCharsets.UTF_8));
    request.putObject("files").put("in/a.txt", given).putNull("none");
    request.putArray("fetch_files").add("out.txt").add("absent");

    JsonNode ran = asked.post("/run_code", request);

    assertThat(ran.get("status").asText()).as(ran.toString()).isEqualTo("Success");
    assertThat(ran.get("files")).hasSize(1);
    assertThat(Base64.getDecoder().decode(ran.at("/files/out.txt").asText()))
        .asString()
        .isEqualTo("ABC!");
  }

  @Test
  void cutsOffWhatAScriptPrintsForever() throws Exception {
    JsonNode ran = run("for i in range(100000): print('0123456789')", "");

    assertThat(ran.at("/run_result/stdout").asText()).hasSize(262_144);
    assertThat(ran.get("message").asText()).isEqualTo("its output was cut off");
  }

  @Test
  void aSeedDrawsTheSameProblemHoweverTheRunIsCutIntoFiles(@TempDir Path other) throws Exception {
    Set<String> drawn = new HashSet<>();
    try (RewardServer second =
        RewardServer.start(RewardConfig.defaults().withRun(Asked.run(other, 50, 5)))) {
      Asked there = new Asked(second);
      for (int seed = 0; seed < 100; seed++) {
        String here = asked.get("/instance?seed=" + seed).body();
        assertThat(there.get("/instance?seed=" + seed).body()).isEqualTo(here);
        drawn.add(Asked.JSON.readTree(here).get("id").asText());
      }
    }
    assertThat(drawn).hasSizeGreaterThan(35);
    assertThat(asked.get("/instance?seed=1&row=row3").body())
        .isEqualTo(
            "{\"id\":\"row3\",\"row_id\":\"row3\",\"problem\":\"What is 3 and 5?\","
                + "\"answer\":\"8\",\"input\":\"{\\\"a\\\":3,\\\"b\\\":5}\",\"seed\":1}");
  }

  @Test
  void instancesGoBeforeRows(@TempDir Path other) throws Exception {
    Path instances = Files.createDirectories(Asked.run(other, 3, 1).resolve("instances"));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append(
          "{\"id\":\"i" + i + "\",\"row_id\":\"row1\",\"problem\":\"p\",\"answer\":\"1\"}\n");
    }
    Files.writeString(instances.resolve("part-00000-of-00001.jsonl"), lines);
    try (RewardServer second = RewardServer.start(RewardConfig.defaults().withRun(other))) {
      Asked there = new Asked(second);

      assertThat(there.get("/health").body()).contains("\"rows\":3,\"instances\":20");
      assertThat(there.get("/instance?seed=5").body()).startsWith("{\"id\":\"i");
      assertThat(there.get("/instance?seed=5&row=row1").body()).startsWith("{\"id\":\"i");
      // A row that no instances were made of is a problem itself.
      assertThat(there.get("/instance?seed=5&row=row2").body()).startsWith("{\"id\":\"row2");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/grade|{|400||no JSON",
        "/grade|[]|400||not a JSON object",
        "/grade|{'gold': 1}|400|pred|pred is missing",
        "/grade|{'gold': 1, 'gold': 1, 'pred': 1}|400||no JSON",
        "/grade|{'items': [{'gold': 1, 'pred': 1}, {'gold': [], 'pred':"
            + " 1}]}|400|items[1].gold|array",
        "/grade|{'items': []}|400|items|0 items",
        "/grade|{'items': [7]}|400|items[0]|not a JSON object",
        "/score|{'id': 'row1'}|400|code|code is missing",
        "/score|{'code': 'x'}|400|id|id is missing, and so is tests",
        "/score|{'code': 'x', 'id': 'row99'}|404|id|no row row99",
        "/score|{'code': 'x', 'tests': [{'input': 3, 'output': 1}]}|400|tests[0].input|no JSON"
            + " object",
        "/score|{'code': 'x', 'tests': [{'input': {}}]}|400|tests[0].output|missing",
        "/score|{'code': 'x', 'id': 'row1', 'function': 'f()'}|400|function|no name",
        "/run_code|{'code': 'x', 'language': 'cpp'}|400|language|has to be python",
        "/run_code|{'language': 'python'}|400|code|missing",
        "/run_code|{'code': 'x', 'files': {'a': '!'}}|400|files.a|base64",
        "/run_code|{'code': 'x', 'run_timeout': 'long'}|400|run_timeout|number"
      })
  void namesTheFieldThatIsWrong(String path, String body, int status, String field, String message)
      throws Exception {
    HttpResponse<String> response = asked.send(path, body.replace('\'', '"'));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonNode error = Asked.JSON.readTree(response.body()).get("error");
    assertThat(error.path("field").asText()).isEqualTo(field == null ? "" : field);
    assertThat(error.get("message").asText()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "/instance,400",
    "/instance?seed=x,400",
    "/instance?seed=1&row=none,404",
    "/nowhere,404",
    "/grade,405",
    "/caco_rewards.py,200",
    "/health,200"
  })
  void answersGets(String path, int status) throws Exception {
    assertThat(asked.get(path).statusCode()).isEqualTo(status);
  }

  @Test
  void tellsWhatItHasDone() throws Exception {
    asked.post("/grade", "{'gold': 1, 'pred': 1}");

    String metrics = asked.get("/metrics").body();

    assertThat(metrics)
        .containsPattern("caco_rewards_requests_total\\{path=\"/grade\",status=\"200\"} [1-9]")
        .containsPattern(
            "caco_rewards_request_seconds_bucket\\{path=\"/grade\",le=\"\\+Inf\"} [1-9]")
        .containsPattern("caco_rewards_waiting\\{for=\"a program\"} 0")
        .containsPattern("process_cpu_seconds_total [0-9.]+");
    assertThat(metrics.lines())
        .allMatch(
            line -> line.startsWith("# TYPE ") || line.matches("[a-z_]+(\\{[^}]*})? [-+.0-9E]+"));
  }

  @Test
  void refusesWhatIsTooLong() throws Exception {
    byte[] long17 = new byte[17 << 20];

    assertThat(asked.send("/grade", BodyPublishers.ofByteArray(long17)).statusCode())
        .isEqualTo(413);
    // In chunks, without saying how long it is.
    assertThat(
            asked
                .send(
                    "/grade",
                    BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(long17)))
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  void refusesWhatCannotWait() throws Exception {
    RewardConfig narrow =
        RewardConfig.defaults()
            .withQueue(2)
            .withSandbox(
                SandboxConfig.defaults().withWorkers(1).withCpuLimit(Duration.ofMillis(800)));
    ExecutorService clients = Executors.newFixedThreadPool(12);
    try (RewardServer second = RewardServer.start(narrow)) {
      List<Future<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        sent.add(
            clients.submit(
                () -> new Asked(second).send("/run_code", "{\"code\": \"while True: pass\"}")));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<HttpResponse<String>> response : sent) {
        statuses.add(response.get().statusCode());
        if (response.get().statusCode() == 429) {
          assertThat(response.get().headers().firstValue("Retry-After")).contains("1");
        }
      }
      assertThat(statuses).contains(429, 200).containsOnly(429, 200);
      // It goes on as if nothing had been.
      assertThat(new Asked(second).post("/run_code", "{'code': 'print(1)'}").get("status").asText())
          .isEqualTo("Success");
    } finally {
      clients.shutdown();
    }
  }

  @Test
  void endsConnectionsOfSlowClients() throws Exception {
    Connection.Patience little = new Connection.Patience(300, 300, 300);
    try (RewardServer second = RewardServer.start(RewardConfig.defaults(), little);
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), second.uri().getPort());
        Socket halfHead = new Socket(InetAddress.getLoopbackAddress(), second.uri().getPort());
        Socket halfBody = new Socket(InetAddress.getLoopbackAddress(), second.uri().getPort())) {
      halfHead.getOutputStream().write("POST /gra".getBytes(StandardCharsets.US_ASCII));
      halfBody
          .getOutputStream()
          .write(
              "POST /grade HTTP/1.1\r\nContent-Length: 100\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));
      for (Socket socket : List.of(silent, halfHead, halfBody)) {
        socket.setSoTimeout(20_000);
        InputStream in = socket.getInputStream();
        assertThat(in.read()).isEqualTo(-1);
      }
      assertThat(new Asked(second).get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answersWhatIsUnderWayBeforeItStops() throws Exception {
    RewardServer second = RewardServer.start(RewardConfig.defaults());
    Asked there = new Asked(second);
    there.post("/run_code", "{'code': 'print(1)'}");
    CompletableFuture<String> slow =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return there
                    .send("/run_code", "{\"code\": \"import time; time.sleep(1); print(1)\"}")
                    .body();
              } catch (Exception e) {
                return e.toString();
              }
            });
    while (!there.get("/metrics").body().contains("caco_rewards_running{for=\"a program\"} 1")) {
      Thread.onSpinWait();
    }

    second.close();

    assertThat(slow.get()).contains("\"status\":\"Success\"");
    assertThatThrownBy(() -> there.get("/health")).isInstanceOf(IOException.class);
  }

  @Test
  void saysWhatIsWrongWithARun(@TempDir Path empty) {
    assertThatThrownBy(() -> RewardServer.start(RewardConfig.defaults().withRun(empty)))
        .hasMessage(empty + " has no rows in dataset/part-*.jsonl");
  }
}
