package org.caco.pipelines.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.grader.AnswerGrader;
import org.caco.grader.Rounding;
import org.caco.hash.ContentHash;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.options.CalibrateOptions;
import org.caco.sandbox.Run;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.transforms.execute.ExecutePrograms;
import org.caco.transforms.export.SampleRow;
import org.caco.transforms.input.ChooseInput;
import org.caco.transforms.problem.WriteProblem;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.TestCase;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.solve.SolveProblem;
import org.caco.transforms.step.StepResult;

/**
 * Pairs of a program and the text of another reading of it: the program is a {@link PlantedTwin} of
 * a seed's program and gets its input chosen like any other; the text and its solution are written
 * from the seed's program with that input.
 */
final class TwinPairs {
  private static final String PLANTED = "Planted";
  private static final String EXECUTE = "ExecuteTwins";

  private TwinPairs() {}

  /**
   * The pairs that can be made of programs of seeds, each as a sample with problem and solution.
   */
  static PCollection<Sample> of(
      PCollection<Sample> seedPrograms, CalibrateOptions options, int variants) {
    PCollection<Sample> twins =
        seedPrograms
            .apply("Twins", FlatMapElements.into(type()).via(TwinPairs::twins))
            .apply(ExecutePrograms.in(Settings.sandbox(options)).named(EXECUTE))
            .accepted();
    StepResult<Sample> chosen =
        twins.apply(
            "ChooseInputOfTwins", ChooseInput.in(Settings.sandbox(options)).withVariants(variants));
    return chosen
        .accepted()
        .apply("OtherReadings", FlatMapElements.into(type()).via(TwinPairs::otherReading))
        .apply(ExecutePrograms.in(Settings.sandbox(options)).named("ExecuteOtherReadings"))
        .accepted()
        .apply(
            "WriteProblemsOfTwins",
            WriteProblem.with(Role.PROBLEM.model(options), Role.PROBLEM.prompt(options)))
        .accepted()
        .apply(
            "SolveProblemsOfTwins",
            SolveProblem.with(Role.SOLVE.model(options), Role.SOLVE.prompt(options)))
        .accepted()
        .apply("Pairs", MapElements.into(type()).via(TwinPairs::pair));
  }

  private static TypeDescriptor<Sample> type() {
    return TypeDescriptor.of(Sample.class);
  }

  private static List<Sample> twins(Sample right) {
    List<Sample> twins = new ArrayList<>();
    Program program = right.getProgram();
    for (PlantedTwin kind : PlantedTwin.values()) {
      kind.of(program.getCode())
          .ifPresent(
              code -> {
                String id = ContentHash.of("program", code);
                twins.add(
                    Sample.newBuilder()
                        .setId(id)
                        .setProgram(program.toBuilder().setId(id).setCode(code))
                        // What it was before its input is chosen: the twin's text, and the other's.
                        .addExamples(Program.newBuilder().setCode(code))
                        .addExamples(program)
                        .addVerdicts(Verdict.newBuilder().setStep(PLANTED).setReason(kind.label()))
                        .build());
              });
    }
    return twins;
  }

  /** The sample with the other program, with the same input; it carries the twin's sample along. */
  private static List<Sample> otherReading(Sample twin) {
    String before = twin.getExamples(0).getCode();
    String other = twin.getExamples(1).getCode();
    String now = twin.getProgram().getCode();
    int from = common(before, other, false);
    int end =
        Math.min(common(before, other, true), Math.min(before.length(), other.length()) - from);
    String operation = before.substring(from, before.length() - end);
    int stop = now.length() - end;
    int start = stop - operation.length();
    if (start < 0 || !now.startsWith(operation, start)) {
      return List.of();
    }
    String code =
        now.substring(0, start) + other.substring(from, other.length() - end) + now.substring(stop);
    String id = ContentHash.of("program", code);
    return List.of(
        Sample.newBuilder()
            .setId(id)
            .setProgram(twin.getExamples(1).toBuilder().setId(id).setCode(code))
            .addExamples(Program.newBuilder().setCode(SampleRow.toJson(twin)))
            .build());
  }

  /** How many characters two texts share at their beginning, or at their end. */
  private static int common(String one, String other, boolean atEnd) {
    int most = Math.min(one.length(), other.length());
    for (int i = 0; i < most; i++) {
      char a = one.charAt(atEnd ? one.length() - 1 - i : i);
      char b = other.charAt(atEnd ? other.length() - 1 - i : i);
      if (a != b) {
        return i;
      }
    }
    return most;
  }

  /** The twin with the other's problem and solutions; its example is the other program. */
  private static Sample pair(Sample other) {
    return SampleRow.parse(other.getExamples(0).getCode()).toBuilder()
        .clearExamples()
        .addExamples(other.getProgram())
        .setProblem(other.getProblem())
        .addAllSolutions(other.getSolutionsList())
        .build();
  }

  /** The label of a pair's kind. */
  static String kind(Sample pair) {
    return pair.getVerdictsList().stream()
        .filter(verdict -> verdict.getStep().equals(PLANTED))
        .map(Verdict::getReason)
        .findFirst()
        .orElse("");
  }

  /**
   * Whether a row of this pair would be wrong: at its input or at one of its tests, the program of
   * the text's reading has another output.
   *
   * @param runner runs a program
   */
  static boolean isMistake(Sample pair, Function<Snippet, SandboxResult> runner) {
    List<TestCase> tests = pair.getExecution().getTestsList();
    SandboxResult read =
        runner.apply(
            Snippet.of("planted", pair.getExamples(0).getCode())
                .withInputs(tests.stream().map(TestCase::getInput).toList()));
    if (differs(
        pair.getExecution().getOutput(),
        pair.getExecution().getOutputText(),
        Optional.of(read.outputText()))) {
      return true;
    }
    for (int i = 0; i < tests.size(); i++) {
      Optional<String> output =
          i < read.inputRuns().size()
              ? Optional.of(read.inputRuns().get(i)).map(Run::outputText)
              : Optional.empty();
      if (differs(tests.get(i).getOutput(), tests.get(i).getOutputText(), output)) {
        return true;
      }
    }
    return false;
  }

  private static boolean differs(String json, String text, Optional<String> other) {
    return other.isEmpty()
        || !AnswerGrader.strict()
            .withRounding(Rounding.REJECTED)
            .compareOutput(json, text, other.get())
            .equal();
  }
}
