package org.caco.transforms.unify;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.sandbox.SandboxConfig;
import org.caco.transforms.execute.ExecutePrograms;
import org.caco.transforms.execute.TestSandbox;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.ScriptedServer;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.seeds.ReadSeeds;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * MBPP and HumanEval, and 200 rows in the way of KodCode, with a model that knows their solutions,
 * and one that plants mistakes in them. {@code known_solutions.py} writes what it says, and runs
 * the tests in plain Python, to know which mistakes no test shows. One row in ten is tried; all are
 * with {@code -Dcaco.known.every=1}, in some minutes.
 */
@ExtendWith(TestPipelineExtension.class)
class KnownSolutionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EVERY = Integer.getInteger("caco.known.every", 10);
  private static final Pattern NAME = Pattern.compile("@([a-z]+-[a-z]+-[0-9]+)@");

  /** A program, by the name of its row. */
  private record Known(String name, String planted, boolean passes, String code) {
    static Known of(String line) {
      try {
        JsonNode row = JSON.readTree(line);
        return new Known(
            row.get("name").textValue(),
            row.get("planted").textValue(),
            row.get("passes").booleanValue(),
            row.get("code").textValue());
      } catch (IOException e) {
        throw new AssertionError(line, e);
      }
    }

    String set() {
      return name.substring(0, name.indexOf('-'));
    }

    boolean isRight() {
      return planted.isEmpty();
    }
  }

  @Test
  void acceptsKnownSolutionsAndNoneThatItsTestsRefuse(TestPipeline pipeline, @TempDir Path folder)
      throws Exception {
    TestSandbox.assumeAvailable();
    Path seeds = folder.resolve("seeds.jsonl");
    Map<String, Known> known =
        known(seeds, folder.resolve("replies.jsonl"))
            .collect(toMap(Known::name, Function.identity()));
    SandboxConfig sandbox = SandboxConfig.defaults();

    try (ScriptedServer server =
        new ScriptedServer(
            request -> {
              Matcher name = NAME.matcher(request.question());
              return name.find()
                  ? says("```python\n" + known.get(name.group(1)).code() + "```")
                  : status(404, "nothing is called so");
            })) {
      StepResult<Seed> read = pipeline.apply(ReadSeeds.from(seeds.toString()));
      StepResult<Sample> unified =
          read.accepted()
              .apply(UnifySeeds.with(server.config("unify"), PromptTemplate.packaged("unify")));
      StepResult<Sample> executed = unified.accepted().apply(ExecutePrograms.in(sandbox));
      StepResult<Sample> checked =
          executed.accepted().apply(CheckAnswer.create().withSandbox(sandbox));
      PCollection<String> outcomes =
          PCollectionList.of(
                  Stream.of(read.rejected(), unified.rejected(), executed.rejected()).toList())
              .and(checked.rejected())
              .apply("Rejections", Flatten.pCollections())
              .apply(
                  "Rejected",
                  MapElements.into(TypeDescriptors.strings()).via(KnownSolutionsTest::outcome));
      PCollection<String> accepted =
          checked
              .accepted()
              .apply(
                  "Accepted",
                  MapElements.into(TypeDescriptors.strings())
                      .via(sample -> sample.getProgram().getOrigins(0).getRow() + " " + ACCEPTED));
      String written = folder.resolve("outcomes").toString();
      PAssert.that(PCollectionList.of(outcomes).and(accepted).apply("All", Flatten.pCollections()))
          .satisfies(lines -> write(written, lines));
      pipeline.run();
      check(known, Files.readAllLines(Path.of(written)));
    }
  }

  private static String outcome(Rejection rejection) {
    Seed seed = rejection.hasSeed() ? rejection.getSeed() : rejection.getSample().getSeed();
    return seed.getName()
        + " "
        + rejection.getReason()
        + " "
        + String.join(" ", rejection.getEvidence().split("\\s+", -1));
  }

  private static Void write(String file, Iterable<String> lines) {
    try {
      Files.write(Path.of(file), lines);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return null;
  }

  private static void check(Map<String, Known> known, List<String> outcomes) {
    Map<String, String> byName =
        outcomes.stream()
            .collect(
                toMap(
                    line -> line.substring(0, line.indexOf(' ')),
                    line -> line.substring(line.indexOf(' ') + 1)));
    assertThat(byName.keySet()).isEqualTo(known.keySet());
    Map<String, List<Known>> sets = known.values().stream().collect(groupingBy(Known::set));
    sets.forEach(
        (set, all) -> {
          List<Known> right = all.stream().filter(Known::isRight).toList();
          List<Known> refused =
              right.stream().filter(each -> !byName.get(each.name()).equals(ACCEPTED)).toList();
          System.out.printf(
              "%s: %d of %d known solutions accepted%n",
              set, right.size() - refused.size(), right.size());
          refused.forEach(
              each -> System.out.println("  " + each.name() + ": " + byName.get(each.name())));
          List<Known> unseen =
              all.stream().filter(each -> !each.isRight() && each.passes()).toList();
          System.out.printf(
              "%s: %d planted mistakes that its tests do not show in plain Python, %d accepted%n",
              set,
              unseen.size(),
              unseen.stream().filter(each -> byName.get(each.name()).equals(ACCEPTED)).count());
          List<Known> wrong = all.stream().filter(each -> !each.passes()).toList();
          System.out.printf(
              "%s: %d planted mistakes that its tests show: %s%n",
              set,
              wrong.size(),
              wrong.stream()
                  .collect(
                      groupingBy(
                          each -> byName.get(each.name()).split(" ", 2)[0],
                          TreeMap::new,
                          counting())));
          assertThat(wrong)
              .as("wrong programs that were accepted")
              .noneMatch(each -> byName.get(each.name()).equals(ACCEPTED));
          assertThat(refused.size())
              .as("known solutions refused")
              .isLessThan(right.size() * 3 / 100 + 1);
        });
    assertThat(known.values().stream().filter(each -> !each.passes()).count())
        .as("planted mistakes")
        .isGreaterThanOrEqualTo(700 / EVERY);
  }

  private static Stream<Known> known(Path seeds, Path replies) throws Exception {
    Path data = Path.of(System.getProperty("caco.data")).toAbsolutePath().normalize();
    Path mbpp = data.resolve("mbpp/mbpp.jsonl");
    Path humanEval = data.resolve("humaneval/HumanEval.jsonl.gz");
    for (Path file : List.of(mbpp, humanEval)) {
      assumeTrue(
          Files.exists(file), () -> file + " is absent; set -Dcaco.data=DIR to test with it");
    }
    Process python =
        new ProcessBuilder(
                "python3",
                "-B",
                Path.of(KnownSolutionsTest.class.getResource("known_solutions.py").toURI())
                    .toString(),
                mbpp.toString(),
                humanEval.toString(),
                seeds.toString(),
                replies.toString(),
                Integer.toString(EVERY))
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
    return Files.readAllLines(replies).stream().map(Known::of);
  }
}
