package org.caco.transforms.consistency;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.caco.hash.ContentHash;
import org.caco.transforms.model.Completion;
import org.caco.transforms.model.GenerateText;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.ModelStep;
import org.caco.transforms.model.Prompt;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.program.Reply;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.RejectedException;

/**
 * Has a model judge whether problem, solution and program describe the same computation.
 *
 * <p>The reply says of four flags whether they hold, {@code solvable}, {@code complete}, {@code
 * leaks} and {@code same}, and why: in JSON as models write it, in a list or in a table, with or
 * without prose around it. Of several verdicts the last one counts. Where the prompt asks, as the
 * packaged one does, whether problem, solution and program "describe the same computation", a plain
 * yes or no will do. A flag that is missing or has two values makes a verdict unreadable, and so
 * does JSON that is cut off.
 *
 * <p>Input: samples with an agreeing solution; the first one is judged, by as many judges as are
 * asked for, all of whom have to agree. Accepted: the sample with the verdicts. Rejected: {@value
 * #UNPARSABLE_VERDICT}, {@value #UNSOLVABLE}, {@value #INCOMPLETE}, {@value #LEAKS}, {@value
 * #DIFFERENT_COMPUTATION}, {@value #CONTRADICTORY}, {@value #MISSING_VERDICT}, {@value
 * Reply#EMPTY}, {@value Reply#DECLINED}, and the reasons of {@link GenerateText}. Metrics and
 * retried bundles: as {@link GenerateText}.
 *
 * <p>The prompt's holes are {@code problem}, {@code solution}, {@code program} and {@code output}.
 *
 * <pre>{@code
 * StepResult<Sample> judged =
 *     samples.apply(
 *         JudgeConsistency.with(
 *             ModelConfig.of("judge", "http://host:8000", "m"), PromptTemplate.packaged("judge")));
 * }</pre>
 */
public final class JudgeConsistency extends ModelStep<Sample> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "JudgeConsistency";

  /** The reply cannot be read as a verdict. */
  public static final String UNPARSABLE_VERDICT = "unparsable_verdict";

  /** The problem does not have exactly one answer. */
  public static final String UNSOLVABLE = "judged_unsolvable";

  /** The problem lacks a quantity that its solution needs. */
  public static final String INCOMPLETE = "judged_incomplete";

  /** The problem states its answer or mentions the program. */
  public static final String LEAKS = "judged_leaking";

  /** Problem, solution and program describe different computations. */
  public static final String DIFFERENT_COMPUTATION = "judged_different";

  /**
   * A judge says yes and another no, or one says both: no answer, but the same computation, or an
   * acceptance that other words of the reply take back.
   */
  public static final String CONTRADICTORY = "judge_contradictory";

  /** Not every judge that was asked has answered. */
  public static final String MISSING_VERDICT = "missing_verdict";

  /** What the packaged prompt asks. */
  private static final String QUESTION = "describe the same computation";

  /** The form of a verdict, for servers that see to it. */
  private static final String FORMAT =
      """
      {"type": "json_schema", "json_schema": {"name": "verdict", "strict": true, "schema":
       {"type": "object", "properties": {"solvable": {"type": "boolean"},
        "complete": {"type": "boolean"}, "leaks": {"type": "boolean"}, "same": {"type": "boolean"},
        "reason": {"type": "string"}},
        "required": ["solvable", "complete", "leaks", "same", "reason"],
        "additionalProperties": false}}}
      """;

  private JudgeConsistency(String step, ModelConfig model, PromptTemplate template, int judges) {
    super(step, model, template, judges);
  }

  /**
   * Judges with {@code model}, asked by {@code template}, once for each sample. Servers that can
   * are asked to see to the form of the verdict.
   */
  public static JudgeConsistency with(ModelConfig model, PromptTemplate template) {
    return new JudgeConsistency(STEP, model.toBuilder().setFormat(FORMAT).build(), template, 1);
  }

  /**
   * Asks the model this many times, each with a seed of its own. Default 1. More than one is of use
   * where the model samples, at a temperature above 0.
   */
  public JudgeConsistency withJudges(int judges) {
    return new JudgeConsistency(step(), model(), template(), judges);
  }

  /**
   * The same under another name, for a graph in which several models judge, each what those before
   * it have accepted. Default {@value #STEP}.
   */
  public JudgeConsistency named(String name) {
    return new JudgeConsistency(name, model(), template(), replies());
  }

  @Override
  public Prompt prompt(Sample sample) {
    Solution solution =
        sample.getSolutionsList().stream()
            .filter(Solution::getAgrees)
            .findFirst()
            .orElseThrow(
                () -> new RejectedException(CheckConsistency.ANSWER_DISAGREES, "nothing to judge"));
    return new Prompt(
        template()
            .render(
                Map.of(
                    "problem", sample.getProblem().getText(),
                    "solution", solution.getText(),
                    "program", sample.getProgram().getCode().strip(),
                    "output", sample.getExecution().getOutputText())),
        ContentHash.number(STEP, sample.getProblem().getId(), solution.getId()));
  }

  @Override
  protected SerializableFunction<Completion, String> complaint() {
    return this::complaint;
  }

  private String complaint(Completion reply) {
    try {
      new VerdictReader(asksOneQuestion()).read(Reply.text(reply.text()));
      return "";
    } catch (RejectedException e) {
      return e.reason().equals(UNPARSABLE_VERDICT)
          ? "it is not one JSON object with solvable, complete, leaks and same, each true or false,"
              + " and the text reason."
          : "";
    }
  }

  @Override
  protected Sample read(Sample sample, List<Completion> replies) {
    List<Judgement> forms = new ArrayList<>();
    VerdictReader reader = new VerdictReader(asksOneQuestion());
    for (Completion completion : replies) {
      forms.add(reader.read(Reply.text(completion.text())));
    }
    String evidence = forms.stream().map(Judgement::reply).collect(Collectors.joining("\n"));
    if (forms.size() < replies()) {
      throw new RejectedException(
          MISSING_VERDICT,
          String.format(Locale.ROOT, "%d of %d judges: %s", forms.size(), replies(), evidence));
    }
    List<String> objections = forms.stream().map(Judgement::objection).toList();
    String first = objections.get(0);
    if (objections.stream().anyMatch(each -> each.isEmpty() != first.isEmpty())
        || forms.stream().anyMatch(Judgement::isContradictory)) {
      throw new RejectedException(CONTRADICTORY, evidence);
    }
    if (!first.isEmpty()) {
      throw new RejectedException(first, evidence);
    }
    Sample.Builder judged = sample.toBuilder();
    for (int i = 0; i < forms.size(); i++) {
      judged.addVerdicts(
          Verdict.newBuilder()
              .setStep(step())
              .setReason(forms.get(i).reason())
              .setCall(replies.get(i).call()));
    }
    return judged.build();
  }

  /** Whether the prompt asks what a yes or a no alone would answer. */
  private boolean asksOneQuestion() {
    Map<String, String> nothing =
        Map.of("problem", "", "solution", "", "program", "", "output", "");
    return template().render(nothing).stream()
        .anyMatch(message -> message.content().contains(QUESTION));
  }
}
