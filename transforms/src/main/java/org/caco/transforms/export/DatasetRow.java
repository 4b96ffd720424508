package org.caco.transforms.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.caco.hash.ContentHash;
import org.caco.transforms.model.ToyModel;
import org.caco.transforms.original.IncludeSeeds;
import org.caco.transforms.records.Consistency;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Facts;
import org.caco.transforms.records.InputChoice;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.records.TestCase;
import org.caco.transforms.records.TestTally;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.RejectedException;

/**
 * A row of the dataset: the columns of the released Caco dataset and where the row comes from.
 *
 * <pre>{@code
 * {"id", "instruction": the problem, "output": the first solution that agrees with the program,
 *  "reasoning": only where it is asked for, what the model thought before it wrote the output,
 *  "answer": the text of the program's output, "code",
 *  "tests": [{"input", "output", "answer"}],
 *  "pass_rate": the share of the solutions that agree with the program, 0 to 1,
 *  "pass_count": how many agree, "samples": of how many that were asked for,
 *  "truncated": how many of these were cut off,
 *  "lineage": {
 *    "position": the program's place in the plan of samples, counted from 1,
 *    "seeds": [id],
 *    "origins": [{"data_set", "split", "row", "license", "solve_rate": 0 to 1 or null, "domain"}],
 *    "examples": [program id], "program": {"id", "request_hash"},
 *    "execution": {"verdict", "input", "output", "output_text", "isolation", "facts": {...}},
 *    "seed_tests": {"tests": how many tests its seed has, 0 unless the program is a seed's own,
 *                   "passed", "telling": how many fail on wrong answers, "calls"},
 *    "readings": {"excluded": [twin], "open": [twin], "unproven", "written_input",
 *                 "written_program"},
 *    "problem": {"id", "request_hash"},
 *    "solutions": [{"id", "answer", "agrees", "reason", "request_hash"}],
 *    "consistency": {"attempts", "agreeing", "majority_answer", "majority_agrees"},
 *    "verdicts": [{"step", "reason", "request_hash"}],
 *    "calls": [{"role", "model", "parameters", "prompt_hash", "request_hash", "sample_index",
 *               "finish_reason", "input_tokens", "output_tokens",
 *               "repair_of": the request_hash of an unreadable reply that this one mends}],
 *    "original": whether the row is a seed itself, its problem and output as they were published,
 *    "toy": whether the embedded model was one of those called}}
 * }</pre>
 *
 * <p>The {@code id} is a hash of code, instruction and output. The same row has the same id in
 * every run, and two rows of one id are the same row.
 *
 * <p>Of an original row no solutions were asked for: its {@code samples} are 0, and its {@code
 * pass_rate} says nothing.
 *
 * <p>A {@code request_hash} names one of the {@code calls}, and is empty where no model was asked.
 * Every key is always there with the same type, so that column stores can load the rows: the
 * program's values, {@code input} and {@code output}, and {@code parameters} are texts that hold
 * JSON. The {@code tests} are what the program gives for other inputs, for a program of a seed with
 * tests those that the tests call it with; and so does every twin that is open: another reading of
 * it that the row's input does not tell from the program. {@code written_input} and {@code
 * written_program} are empty unless the program was written with another input. No times and no
 * places in files: the same content makes the same row.
 */
public final class DatasetRow {
  private DatasetRow() {}

  /** The row that {@code sample} makes, without reasoning. */
  public static String toJson(Sample sample) {
    return toJson(sample, false);
  }

  /**
   * The row that {@code sample} makes, on one line.
   *
   * @param reasoning whether it has this column
   * @throws RejectedException with reason {@code no_agreeing_solution}
   */
  public static String toJson(Sample sample, boolean reasoning) {
    Solution solution = solution(sample);
    ObjectNode row = Json.object();
    row.put("id", id(sample));
    row.put("instruction", sample.getProblem().getText());
    row.put("output", solution.getText());
    if (reasoning) {
      row.put("reasoning", solution.getReasoning());
    }
    row.put("answer", sample.getExecution().getOutputText());
    row.put("code", sample.getProgram().getCode());
    ArrayNode tests = row.putArray("tests");
    if (sample.hasChoice()) {
      // Otherwise nobody has looked whether they hold for every reading.
      tests(tests, sample.getExecution());
    }
    Consistency consistency = sample.getConsistency();
    row.put("pass_rate", passRate(consistency));
    row.put("pass_count", consistency.getAgreeing());
    row.put("samples", consistency.getAttempts());
    row.put("truncated", consistency.getTruncated());
    row.set("lineage", lineage(sample));
    return Json.line(row);
  }

  /**
   * The id of the row that {@code sample} makes.
   *
   * @throws RejectedException with reason {@code no_agreeing_solution}
   */
  public static String id(Sample sample) {
    return ContentHash.of(
        "row",
        sample.getProgram().getCode(),
        sample.getProblem().getText(),
        solution(sample).getText());
  }

  /** Whether the embedded model, which follows rules, had a part in the row, as its judge too. */
  public static boolean isToy(Sample sample) {
    Stream<ModelCall> made =
        Stream.of(sample.getProgram().getCall(), sample.getProblem().getCall());
    Stream<ModelCall> solved = sample.getSolutionsList().stream().map(Solution::getCall);
    Stream<ModelCall> judged = sample.getVerdictsList().stream().map(Verdict::getCall);
    return Stream.of(made, solved, judged)
        .flatMap(calls -> calls)
        .anyMatch(call -> ToyModel.isCalled(call.getModel()));
  }

  /**
   * The solution that is the row's output: the first that agrees with the program.
   *
   * @throws RejectedException with reason {@code no_agreeing_solution}
   */
  public static Solution solution(Sample sample) {
    return sample.getSolutionsList().stream()
        .filter(Solution::getAgrees)
        .findFirst()
        .orElseThrow(
            () ->
                new RejectedException(
                    "no_agreeing_solution",
                    sample.getSolutionsCount() + " solutions, none agrees with the program"));
  }

  private static void tests(ArrayNode tests, Execution execution) {
    for (TestCase test : execution.getTestsList()) {
      tests
          .addObject()
          .put("input", test.getInput())
          .put("output", test.getOutput())
          .put("answer", test.getOutputText());
    }
  }

  private static double passRate(Consistency consistency) {
    return (double) consistency.getAgreeing() / Math.max(1, consistency.getAttempts());
  }

  private static ObjectNode lineage(Sample sample) {
    Program program = sample.getProgram();
    Map<String, ModelCall> calls = new LinkedHashMap<>();
    ObjectNode lineage = Json.object();
    lineage.put("position", sample.getPosition());
    putAll(lineage, "seeds", program.getSeedIdsList());
    origins(lineage.putArray("origins"), program);
    putAll(lineage, "examples", program.getExampleIdsList());
    lineage
        .putObject("program")
        .put("id", program.getId())
        .put("request_hash", note(program.getCall(), calls));
    lineage.set("execution", execution(sample.getExecution()));
    TestTally tally = sample.getExecution().getTally();
    lineage
        .putObject("seed_tests")
        .put("tests", tally.getTests())
        .put("passed", tally.getPassed())
        .put("telling", tally.getTelling())
        .put("calls", tally.getCalls());
    readings(lineage.putObject("readings"), sample.getChoice());
    lineage
        .putObject("problem")
        .put("id", sample.getProblem().getId())
        .put("request_hash", note(sample.getProblem().getCall(), calls));
    ArrayNode solutions = lineage.putArray("solutions");
    for (Solution solution : sample.getSolutionsList()) {
      solutions
          .addObject()
          .put("id", solution.getId())
          .put("answer", solution.getAnswer())
          .put("agrees", solution.getAgrees())
          .put("reason", solution.getReason())
          .put("request_hash", note(solution.getCall(), calls));
    }
    Consistency consistency = sample.getConsistency();
    lineage
        .putObject("consistency")
        .put("attempts", consistency.getAttempts())
        .put("agreeing", consistency.getAgreeing())
        .put("majority_answer", consistency.getMajorityAnswer())
        .put("majority_agrees", consistency.getMajorityAgrees());
    ArrayNode verdicts = lineage.putArray("verdicts");
    for (Verdict verdict : sample.getVerdictsList()) {
      verdicts
          .addObject()
          .put("step", verdict.getStep())
          .put("reason", verdict.getReason())
          .put("request_hash", note(verdict.getCall(), calls));
    }
    ArrayNode all = lineage.putArray("calls");
    calls.values().forEach(call -> all.add(call(call)));
    lineage.put("original", IncludeSeeds.isOriginal(sample));
    lineage.put("toy", isToy(sample));
    return lineage;
  }

  private static void origins(ArrayNode origins, Program program) {
    for (Origin origin : program.getOriginsList()) {
      origins
          .addObject()
          .put("data_set", origin.getDataSet())
          .put("split", origin.getSplit())
          .put("row", origin.getRow())
          .put("license", origin.getLicense())
          .put("solve_rate", origin.hasSolveRate() ? origin.getSolveRate() : null)
          .put("domain", origin.getDomain());
    }
  }

  private static void readings(ObjectNode readings, InputChoice choice) {
    putAll(readings, "excluded", choice.getExcludedList());
    putAll(readings, "open", choice.getOpenList());
    readings
        .put("unproven", choice.getUnproven())
        .put("written_input", choice.getWrittenInput())
        .put("written_program", choice.getWrittenProgram());
  }

  private static ObjectNode execution(Execution execution) {
    Facts facts = execution.getFacts();
    ObjectNode node =
        Json.object()
            .put("verdict", execution.getVerdict())
            .put("input", execution.getInput())
            .put("output", execution.getOutput())
            .put("output_text", execution.getOutputText())
            .put("isolation", execution.getIsolation());
    ObjectNode seen = node.putObject("facts");
    seen.put("code_lines", facts.getCodeLines());
    putAll(seen, "imports", facts.getImportsList());
    putAll(seen, "names", facts.getNamesList());
    putAll(seen, "input_keys", facts.getInputKeysList());
    putAll(seen, "input_keys_read", facts.getInputKeysReadList());
    seen.put("uses_randomness", facts.getUsesRandomness());
    seen.put("uses_time", facts.getUsesTime());
    seen.put("fingerprint", facts.getFingerprint());
    return node;
  }

  private static ObjectNode call(ModelCall call) {
    return Json.object()
        .put("role", call.getRole())
        .put("model", call.getModel())
        .put("parameters", call.getParameters())
        .put("prompt_hash", call.getPromptHash())
        .put("request_hash", call.getRequestHash())
        .put("sample_index", call.getSampleIndex())
        .put("finish_reason", call.getFinishReason())
        .put("input_tokens", call.getInputTokens())
        .put("output_tokens", call.getOutputTokens())
        .put("repair_of", call.getRepairOf());
  }

  /** Remembers a call and names it. */
  private static String note(ModelCall call, Map<String, ModelCall> calls) {
    if (!call.equals(ModelCall.getDefaultInstance())) {
      calls.putIfAbsent(call.getRequestHash(), call);
    }
    return call.getRequestHash();
  }

  private static void putAll(ObjectNode node, String field, List<String> texts) {
    ArrayNode array = node.putArray(field);
    texts.forEach(array::add);
  }
}
