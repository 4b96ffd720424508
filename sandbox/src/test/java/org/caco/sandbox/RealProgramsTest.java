package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Programs that a language model wrote for table problems, with what each gave when it was run:
 * {@code pot/tabmwp.jsonl} of the data folder, which the system property {@code caco.data} names.
 * {@code -Dcaco.realPrograms=all} runs them all, otherwise every 25th.
 */
class RealProgramsTest {
  /** They raise after setting {@code ans}; the value of that moment was recorded nevertheless. */
  private static final Set<String> RAISE_AFTER_THEIR_RESULT = Set.of("5462", "38230");

  @Test
  void giveTheRecordedValue() throws Exception {
    Path file = Path.of(System.getProperty("caco.data")).resolve("pot/tabmwp.jsonl");
    assumeTrue(Files.exists(file), "no " + file + ": set -Dcaco.data");
    boolean all = System.getProperty("caco.realPrograms", "").equals("all");
    Sandbox sandbox = TestConfigs.sandbox(TestConfigs.DEFAULT.withResultVariable("ans"));
    Map<String, Integer> kinds = new TreeMap<>();
    StringBuilder differences = new StringBuilder();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i += all ? 1 : 25) {
      JsonNode row = Json.MAPPER.readTree(lines.get(i));
      SandboxResult result =
          sandbox.run(Snippet.of(row.get("id").asText(), row.get("generated").textValue()));
      String kind =
          RAISE_AFTER_THEIR_RESULT.contains(result.id())
              ? "recorded although it raised: " + result.verdict().label()
              : compare(row.get("executed"), result);
      kinds.merge(kind, 1, Integer::sum);
      if (kind.startsWith("different")) {
        differences.append(
            String.format(
                "%s: recorded %s, got %s %s %s%n",
                result.id(),
                row.get("executed"),
                result.verdict(),
                result.output(),
                result.error()));
      }
    }

    System.out.println(kinds);
    assertThat(differences.toString()).isEmpty();
  }

  /** What was recorded as JSON lost its Python type: tuples became lists, and so on. */
  private static String compare(JsonNode recorded, SandboxResult result) throws IOException {
    if (recorded.isNull()) {
      return result.output() != null && !result.output().equals("null")
          ? "different: failed when recorded"
          : "fails as recorded";
    }
    if (result.output() == null) {
      return "different verdict";
    }
    JsonNode output = plain(Json.MAPPER.readTree(result.output()));
    if (output.equals(recorded)) {
      return "equal";
    }
    if (output.isNumber() && recorded.isNumber()) {
      return output.doubleValue() == recorded.doubleValue() ? "equal" : "different number";
    }
    return output.asText().equals(recorded.asText()) && !output.isContainerNode()
        ? "equal as text"
        : "different value";
  }

  private static JsonNode plain(JsonNode value) {
    for (String wrapper : List.of("$tuple", "$set")) {
      if (value.has(wrapper)) {
        return value.get(wrapper);
      }
    }
    return value.has("$object") ? value.get("text") : value;
  }
}
