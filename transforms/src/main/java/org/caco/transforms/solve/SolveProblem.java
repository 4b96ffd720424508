package org.caco.transforms.solve;

import java.util.List;
import java.util.Map;
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
import org.caco.transforms.reply.CleanSolution;
import org.caco.transforms.step.RejectedException;

/**
 * Has a model solve each problem, several times over if asked. The model sees the problem and
 * nothing else: not the program, not its output.
 *
 * <p>Input: samples with a problem. Accepted: the sample with one to {@code solutions} solutions,
 * not checked yet, and the number that was asked for; a solution that never came, was cut off or
 * refused, is empty or {@code CANNOT:} is left out, and counted. Rejected, where none is left:
 * {@value Reply#EMPTY}, {@value Reply#DECLINED}, and the reasons of {@link GenerateText}. Metrics
 * and retried bundles: as {@link GenerateText}.
 *
 * <p>The prompt's hole is {@code problem}.
 *
 * <pre>{@code
 * StepResult<Sample> solved =
 *     samples.apply(
 *         SolveProblem.with(
 *                 ModelConfig.of("solve", "http://host:8000", "m"), PromptTemplate.packaged("solve"))
 *             .withSolutions(4));
 * }</pre>
 */
public final class SolveProblem extends ModelStep<Sample> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "SolveProblem";

  private final boolean keepsReasoning;

  private SolveProblem(
      ModelConfig model, PromptTemplate template, int solutions, boolean keepsReasoning) {
    super(STEP, model, template, solutions);
    this.keepsReasoning = keepsReasoning;
  }

  /** Solves with {@code model}, asked by {@code template}, once for each problem. */
  public static SolveProblem with(ModelConfig model, PromptTemplate template) {
    return new SolveProblem(model, template, 1, false);
  }

  /** Solves each problem this many times. Default 1. */
  public SolveProblem withSolutions(int solutions) {
    return new SolveProblem(model(), template(), solutions, keepsReasoning);
  }

  /**
   * Whether what the model thought before it wrote a solution is kept beside it, as far as the
   * server tells. Default: no.
   */
  public SolveProblem withReasoning(boolean keep) {
    return new SolveProblem(model(), template(), replies(), keep);
  }

  @Override
  public Prompt prompt(Sample sample) {
    return new Prompt(
        template().render(Map.of("problem", sample.getProblem().getText())),
        ContentHash.number(STEP, sample.getProblem().getId()));
  }

  @Override
  protected Sample read(Sample sample, List<Completion> replies) {
    return read(sample, replies, 0);
  }

  @Override
  protected Sample read(Sample sample, List<Completion> replies, int truncated) {
    Sample.Builder solved = sample.toBuilder();
    solved.getConsistencyBuilder().setAttempts(replies()).setTruncated(truncated);
    RejectedException first = null;
    for (Completion completion : replies) {
      try {
        String text = CleanSolution.of(Reply.text(completion.text()));
        solved.addSolutions(
            Solution.newBuilder()
                .setId(ContentHash.of("solution", text))
                .setText(text)
                .setReasoning(keepsReasoning ? completion.reasoning() : "")
                .setCall(completion.call()));
      } catch (RejectedException e) {
        first = first == null ? e : first;
      }
    }
    if (solved.getSolutionsCount() == 0 && first != null) {
      throw first;
    }
    return solved.build();
  }
}
