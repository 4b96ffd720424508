package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.caco.sandbox.InstanceRuns;
import org.caco.sandbox.Run;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every instance of a generator has the answer that its text asks for: to the embedded model
 * without mistakes, which reads the text alone, to its row's program as a program by itself, and to
 * every reading of the program that the row's own input leaves open. Shares nothing with what makes
 * instances but the rules of what is natural.
 *
 * <p>By default of a small run on bundled seeds. {@code -Dcaco.instances.programs=2000} and {@code
 * -Dcaco.instances.seeds=500} take that many programs, and seeds of GSM8K in the data folder;
 * {@code -Dcaco.instances.each=1000} makes so many of each row, {@code
 * -Dcaco.instances.answered=10000} has so many answered, and {@code -Dcaco.instances.run=DIR} looks
 * at a run that is there.
 */
class InstancesHoldTest {
  private static final SandboxConfig SANDBOX =
      SandboxConfig.defaults().withCpuLimit(Duration.ofSeconds(2));
  private static final int OF_ONE_REQUEST = 200;

  /** Instances of a row whose program is read otherwise, one process a reading. */
  private static final int READ_OTHERWISE = 10;

  @TempDir Path folder;

  private Path run() throws IOException {
    String there = System.getProperty("caco.instances.run", "");
    if (!there.isEmpty()) {
      return Path.of(there);
    }
    Path run = folder.resolve("run");
    Ran.demoOrGsm8k(
        "instances", run, "--instances=" + System.getProperty("caco.instances.each", "12"));
    return run;
  }

  @Test
  void instancesHaveTheAnswersThatTheirTextsAskFor() throws IOException {
    Path run = run();
    Map<String, JsonNode> rows = new LinkedHashMap<>();
    Rows.json(run, "dataset").forEach(row -> rows.put(row.get("id").asText(), row));
    Map<String, List<JsonNode>> generators = new LinkedHashMap<>();
    for (JsonNode instance : Rows.json(run, "instances")) {
      generators
          .computeIfAbsent(instance.get("row_id").asText(), id -> new ArrayList<>())
          .add(instance);
    }

    assertThat(rows.keySet()).containsAll(generators.keySet());
    assertThat(generators.size())
        .as("generators of %d rows", rows.size())
        .isGreaterThanOrEqualTo(rows.size() * 7 / 10);
    AtomicInteger contradicted = new AtomicInteger();
    int each = generators.values().iterator().next().size();
    try (Sandbox sandbox = Sandbox.open(SANDBOX)) {
      generators.entrySet().parallelStream()
          .forEach(
              generator -> {
                JsonNode row = rows.get(generator.getKey());
                assertThat(generator.getValue()).hasSize(each);
                areDifferent(row, generator.getValue());
                haveTheProgramsAnswers(sandbox, row, generator.getValue());
                contradicted.addAndGet(contradicted(sandbox, row, generator.getValue()));
              });
    }
    List<JsonNode> all = generators.values().stream().flatMap(List::stream).toList();
    int wanted = Integer.getInteger("caco.instances.answered", 400);
    int step = Math.max(1, all.size() / wanted);
    List<JsonNode> asked =
        Stream.iterate(0, i -> i < all.size(), i -> i + step).map(all::get).toList();
    List<String> otherwise =
        asked.parallelStream()
            .map(InstancesHoldTest::answeredOtherwise)
            .flatMap(Stream::of)
            .toList();
    int read = generators.size() * Math.min(READ_OTHERWISE, each);
    System.out.printf(
        "%,d rows, %,d generators, %,d instances; of %,d answered from their texts %,d otherwise;"
            + " of %,d read otherwise %,d with another answer%n",
        rows.size(),
        generators.size(),
        all.size(),
        asked.size(),
        otherwise.size(),
        read,
        contradicted.get());
    assertThat(otherwise).isEmpty();
    // A reading that gives 260.0 for 260 may lose a hundred-millionth, of which int() makes a one.
    assertThat(contradicted.get() * 1_000).isLessThanOrEqualTo(Math.max(1_000, read));
  }

  private static void areDifferent(JsonNode row, List<JsonNode> instances) {
    assertThat(instances).extracting(each -> each.get("input").asText()).doesNotHaveDuplicates();
    assertThat(instances)
        .extracting(each -> each.get("problem").asText())
        .doesNotHaveDuplicates()
        .doesNotContain(row.get("instruction").asText());
  }

  private static void haveTheProgramsAnswers(
      Sandbox sandbox, JsonNode row, List<JsonNode> instances) {
    String code = row.get("code").asText();
    for (int from = 0; from < instances.size(); from += OF_ONE_REQUEST) {
      List<JsonNode> some =
          instances.subList(from, Math.min(instances.size(), from + OF_ONE_REQUEST));
      List<String> inputs = some.stream().map(each -> each.get("input").asText()).toList();
      List<String> answers = some.stream().map(each -> each.get("answer").asText()).toList();
      assertThat(sandbox.run(Snippet.of("own", code).withInputs(inputs)).inputRuns())
          .extracting(Run::outputText)
          .isEqualTo(answers);
      InstanceRuns natural = sandbox.runInstances(Snippet.of("own", code).withInputs(inputs));
      assertThat(natural.runs()).as(natural.unproven()).hasSameSizeAs(inputs);
      assertThat(natural.runs()).allMatch(each -> each.verdict() == Verdict.OK);
    }
  }

  /** How many of some instances have another answer in a reading that the row leaves open. */
  private static int contradicted(Sandbox sandbox, JsonNode row, List<JsonNode> instances) {
    List<JsonNode> some = instances.subList(0, Math.min(READ_OTHERWISE, instances.size()));
    List<String> inputs =
        Stream.concat(
                Stream.of(row.at("/lineage/execution/input").asText()),
                some.stream().map(each -> each.get("input").asText()))
            .toList();
    Set<String> contradicted = new TreeSet<>();
    for (String other : OtherReadings.programs(row.get("code").asText()).toList()) {
      SandboxResult read = sandbox.run(Snippet.of("other", other).withInputs(inputs));
      List<String> texts = OtherReadings.texts(read, inputs.size());
      for (int i = 0; i < some.size(); i++) {
        if (OtherReadings.same(row.get("answer").asText(), texts.get(0))
            && !OtherReadings.same(some.get(i).get("answer").asText(), texts.get(i + 1))) {
          contradicted.add(some.get(i).get("id").asText());
        }
      }
    }
    return contradicted.size();
  }

  /** What the embedded model answers, where it is not the instance's answer. */
  private static String[] answeredOtherwise(JsonNode instance) {
    String reply = BlindSolver.reply(instance.get("problem").asText());
    boolean equal =
        BlindSolver.agrees(instance.get("output").asText(), instance.get("answer").asText(), reply);
    return equal ? new String[0] : new String[] {reply + "\n" + instance};
  }
}
