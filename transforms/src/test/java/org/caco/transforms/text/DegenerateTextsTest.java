package org.caco.transforms.text;

import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.step.TestSamples.CODE;
import static org.caco.transforms.step.TestSamples.executed;
import static org.caco.transforms.step.TestSamples.posed;
import static org.caco.transforms.step.TestSamples.sample;
import static org.caco.transforms.step.TestSamples.solved;
import static org.caco.transforms.text.DegenerateTexts.assertQuick;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.caco.grader.AnswerGrader;
import org.caco.grader.FinalAnswer;
import org.caco.server.embedded.ChatMessage;
import org.caco.server.embedded.EmbeddedModel;
import org.caco.transforms.consistency.CheckConsistency;
import org.caco.transforms.consistency.JudgeConsistency;
import org.caco.transforms.diversity.NormalisedCode;
import org.caco.transforms.export.DatasetRow;
import org.caco.transforms.export.RejectionRow;
import org.caco.transforms.export.SampleRow;
import org.caco.transforms.generate.GeneratePrograms;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.ScriptedServer;
import org.caco.transforms.problem.CheckProblem;
import org.caco.transforms.problem.WriteProblem;
import org.caco.transforms.program.Reply;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Facts;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.reply.CleanProblem;
import org.caco.transforms.reply.CleanSolution;
import org.caco.transforms.row.CheckRow;
import org.caco.transforms.row.RowConfig;
import org.caco.transforms.rules.ApplyRules;
import org.caco.transforms.rules.RulesConfig;
import org.caco.transforms.solve.SolveProblem;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.StepResult;
import org.caco.transforms.unify.CheckAnswer;
import org.caco.transforms.unify.UnifySeeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What models, seeds and programs write takes no step more than 100 ms of CPU, whatever it is. */
class DegenerateTextsTest {
  private static final AnswerGrader STRICT = AnswerGrader.strict();
  private static final AnswerGrader CACO = AnswerGrader.caco();

  /** What reads text without a pipeline. */
  static Stream<Arguments> readers() {
    return Stream.of(
        reader("reply", Reply::text),
        reader("program", Reply::program),
        reader("fenced program", text -> Reply.program("```python\n" + text + "\n```")),
        reader("problem", CleanProblem::of),
        reader("solution", CleanSolution::of),
        reader("final answer", FinalAnswer::of),
        reader("answer against number", text -> STRICT.compare(text, "12")),
        reader("number against answer", text -> STRICT.compare("12", text)),
        reader("answer against list", text -> STRICT.compare("(1, 2), x + 1", text)),
        reader("boxed answer", text -> STRICT.compare("so \\boxed{" + text + "}", "x^2 + 1")),
        reader("short answers", text -> STRICT.compare(head(text, 2_000), head(text, 2_000) + "1")),
        reader("answer against itself", text -> STRICT.compare(text, text + "1")),
        reader("output", text -> STRICT.compareOutput(json(text), text, "12")),
        reader(
            "sympy output",
            text -> STRICT.compareOutput(object("sympy.core.Add", text), text, "12")),
        reader(
            "numpy output",
            text ->
                STRICT.compareOutput(object("numpy.ndarray", "[" + text), "[" + text, "[1, 2]")),
        reader("output against answer", text -> STRICT.compareOutput("[1,2]", "[1, 2]", text)),
        reader("lax answer", text -> CACO.compare("(1, 2)", text)),
        reader("lax known answer", text -> CACO.compare(text, "12")),
        reader("normalised code", NormalisedCode::of),
        reader("prompt template", text -> PromptTemplate.of(text).render(Map.of("a", "b"))),
        reader(
            "filled prompt",
            text -> PromptTemplate.packaged("solve").render(Map.of("problem", text))),
        reader("dataset row", text -> DatasetRow.toJson(agreeing(text))),
        reader("sample row", text -> SampleRow.parse(SampleRow.toJson(agreeing(text)))),
        reader(
            "rejection row",
            text -> RejectionRow.toJson(Rejections.of("s", "r", text, posed("x", text)))),
        reader("rejected line", text -> RejectionRow.toJson(Rejections.of("s", "r", text, text))),
        embedded("unifier", "# Problem\n%1$s\n# Solution\n%1$s"),
        embedded("unifier of formulas", "# Problem\n1 2 3\n# Solution\n%1$s\\boxed{3}"),
        embedded("assert", "# Problem\np\n# Solution\n%1$s\n# Check\nassert f(%1$s"),
        embedded("coder", "# Example program\n```python\n%1$s\n```"),
        embedded("writer", "# Program\n%1$s\n# Output\n%1$s"),
        embedded("solver", "# Problem\n%1$s"),
        embedded("judge", "# Problem\n%1$s\n# Solution\n%1$s\n# Program\n%1$s"));
  }

  /** What the embedded model makes of a request with as much text as it reads. */
  private static Arguments embedded(String name, String request) {
    EmbeddedModel model = EmbeddedModel.named("embedded:0");
    return reader(
        "embedded " + name,
        text ->
            model.reply(List.of(new ChatMessage("user", request.formatted(head(text, 5_900)))), 1));
  }

  private static Arguments reader(String name, Consumer<String> reader) {
    return arguments(name, reader);
  }

  @ParameterizedTest
  @MethodSource("readers")
  void everyReaderIsQuick(String name, Consumer<String> reader) {
    assertQuick(name, text -> orRejected(reader, text));
  }

  /** Steps that look at one record at a time. */
  static Stream<Arguments> steps() {
    return Stream.of(
        step("check problem", CheckProblem.create(), text -> posed("x", head(text, 16_000))),
        step(
            "check problem numbers",
            CheckProblem.create().withChecks(Set.of(CheckProblem.MISSING_NUMBER)),
            text -> posed("x", head(text, 16_000))),
        step(
            "check problem answer",
            CheckProblem.create().withChecks(Set.of(CheckProblem.ANSWER)),
            text -> posed("x", head(text, 16_000))),
        step(
            "check problem output",
            CheckProblem.create().withChecks(Set.of(CheckProblem.ANSWER)),
            text -> printing(posed("x", head(text, 16_000)), head(text, 1_000) + "1")),
        step("check problem input", CheckProblem.create(), text -> given(posed("x", "Add."), text)),
        step(
            "check answer",
            CheckAnswer.create(),
            text -> executed("x").toBuilder().setSeed(Seed.newBuilder().setAnswer(text)).build()),
        step(
            "check consistency",
            CheckConsistency.create(),
            text -> solved("x", "p", text, text + "1")),
        step("check row", CheckRow.with(RowConfig.DEFAULT), text -> agreeing("It is " + text)),
        step(
            "apply rules",
            ApplyRules.with(RulesConfig.defaults()),
            text -> printing(given(lines("x"), text), text)));
  }

  private static Arguments step(
      String name,
      PTransform<PCollection<Sample>, StepResult<Sample>> step,
      Function<String, Sample> sample) {
    return arguments(name, step, sample);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void everyStepIsQuick(
      String name,
      PTransform<PCollection<Sample>, StepResult<Sample>> step,
      Function<String, Sample> sample) {
    OneRecord<Sample> records = OneRecord.through(step, Sample.class);
    assertQuick(name, text -> records.run(sample.apply(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"code", "problem", "solve", "judge"})
  void everyStepThatAsksAModelIsQuick(String role) throws Exception {
    AtomicReference<String> reply = new AtomicReference<>();
    try (ScriptedServer server = new ScriptedServer(request -> says(reply.get()))) {
      PromptTemplate template = PromptTemplate.packaged(role);
      ModelConfig model = server.config(role);
      OneRecord<Sample> step =
          OneRecord.through(
              switch (role) {
                case "code" -> GeneratePrograms.with(model, template);
                case "problem" -> WriteProblem.with(model, template);
                case "solve" -> SolveProblem.with(model, template);
                default -> JudgeConsistency.with(model, template);
              },
              Sample.class);
      assertQuick(
          role,
          text -> {
            reply.set(text);
            step.run(agreeing(Integer.toHexString(text.hashCode())));
          });
    }
  }

  @Test
  void unifyingIsQuick() throws Exception {
    AtomicReference<String> reply = new AtomicReference<>();
    try (ScriptedServer server = new ScriptedServer(request -> says(reply.get()))) {
      OneRecord<Seed> step =
          OneRecord.through(
              UnifySeeds.with(server.config("unify"), PromptTemplate.packaged("unify")),
              Seed.class);
      assertQuick(
          "unify",
          text -> {
            reply.set(text);
            step.run(Seed.newBuilder().setId(text).setProblem(text).setSolution(text).build());
          });
    }
  }

  private static void orRejected(Consumer<String> reader, String text) {
    try {
      reader.accept(text);
    } catch (RejectedException | IllegalArgumentException e) {
      // A clear no is an answer.
    }
  }

  private static String head(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private static String json(String text) {
    return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  private static String object(String type, String text) {
    return "{\"$object\":\"" + type + "\",\"text\":" + json(text) + "}";
  }

  private static Sample agreeing(String text) {
    Sample.Builder sample = solved(text, text, text).toBuilder();
    sample.getProgramBuilder().setId(text).setCode(text);
    sample.getSolutionsBuilder(0).setAgrees(true);
    return sample.build();
  }

  private static Sample lines(String id) {
    Execution.Builder execution = executed(id).getExecution().toBuilder();
    execution.setFacts(
        Facts.newBuilder().setCodeLines(99).addInputKeysRead("*").setOutputFromInput(true));
    return sample(id, CODE).toBuilder().setExecution(execution).build();
  }

  private static Sample given(Sample sample, String text) {
    Sample.Builder changed = sample.toBuilder();
    changed.getExecutionBuilder().setInput("{\"a\":" + json(text) + "}");
    return changed.build();
  }

  private static Sample printing(Sample sample, String text) {
    Sample.Builder changed = sample.toBuilder();
    changed.getExecutionBuilder().setOutput(json(text)).setOutputText(text);
    return changed.build();
  }
}
