package org.caco.pipelines.rewards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python client as the server gives it, and the very code of docs/rewards.md. */
class RewardClientTest {
  private static final Pattern NAMED_BLOCK =
      Pattern.compile("(?ms)^```python\\n# (\\w+\\.py): .*?^```$");

  @TempDir Path folder;
  private RewardServer server;

  @BeforeEach
  void start() throws Exception {
    Path run = Asked.run(Files.createDirectories(folder.resolve("run")), 5, 1);
    server = RewardServer.start(RewardConfig.defaults().withRun(run));
    Files.writeString(
        folder.resolve("caco_rewards.py"), new Asked(server).get("/caco_rewards.py").body());
    String docs = Files.readString(Path.of("../docs/rewards.md"));
    for (MatchResult block : NAMED_BLOCK.matcher(docs).results().toList()) {
      String code = block.group().substring("```python\n".length(), block.group().length() - 3);
      Files.writeString(folder.resolve(block.group(1)), code);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> python(String code) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("python3", "-c", code);
    builder.environment().put("CACO_REWARDS", server.uri().toString());
    Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return out.lines().toList();
  }

  @Test
  void theFunctionForVerlRewardsAnswersAndPrograms() throws Exception {
    assertThat(
            python(
                """
                from verl_reward import compute_score
                print(compute_score("math", "so \\\\boxed{0.5}", "1/2", {}))
                print(compute_score("math", "so \\\\boxed{0.6}", "1/2"))
                right = "```python\\ndef f(a, b):\\n    return a + b\\n```"
                print(compute_score("code", right, "", {"id": "row2"}))
                """))
        .containsExactly("1.0", "0.0", "1.0");
  }

  @Test
  void theFunctionForTrlRewardsABatch() throws Exception {
    assertThat(
            python(
                """
from trl_reward import answer_reward
said = [[{"role": "assistant", "content": "It is \\\\boxed{%d}." % n}] for n in range(100)]
print(sum(answer_reward(prompts=[[]] * 100, completions=said, answer=["7"] * 100,
                        solution=["\\\\boxed{7}"] * 100, trainer_state=None)))
"""))
        .containsExactly("1.0");
  }

  @Test
  void theClientDoesAllThatTheServerDoes() throws Exception {
    assertThat(
            python(
                """
import os, pickle
from caco_rewards import Client, RewardError
client = pickle.loads(pickle.dumps(Client(os.environ["CACO_REWARDS"])))
print(client.grade("3", "4")["reason"])
print(client.score("def f(x): return x", tests=[{"input": {"x": 1}, "output": 1}])["score"])
programs = [{"id": "row1", "code": "def f(a, b): return a + b"}] * 70
print(sum(result["passed"] for result in client.score_many(programs)))
print(client.run_code("print(input())", "abc")["run_result"]["stdout"])
print(client.instance(3) == client.instance(3), client.instance(3, row="row4")["id"])
print(client.health()["rows"])
if os.fork() == 0:
    print(client.grade("1", "1")["score"], flush=True)
    os._exit(0)
os.wait()
try:
    client.grade_many([("1", "1"), ("1", None)])
except RewardError as error:
    print(error.status, error.field)
"""))
        .containsExactly(
            "different_integer",
            "1.0",
            "210",
            "abc",
            "",
            "True row4",
            "5",
            "1.0",
            "400 items[1].pred");
  }
}
