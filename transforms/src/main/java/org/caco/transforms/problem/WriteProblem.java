package org.caco.transforms.problem;

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
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Sample;
import org.caco.transforms.reply.CleanProblem;
import org.caco.transforms.step.RejectedException;

/**
 * Has a model write the problem that a program solves, from the program, its input and its output.
 *
 * <p>Input: executed samples. Accepted: the sample with its problem, which is the reply without the
 * greetings, labels, notes and answers that models put around one. Rejected: {@value Reply#EMPTY},
 * {@value Reply#DECLINED}, {@value #CONTAINS_CODE}, and the reasons of {@link GenerateText}.
 * Metrics and retried bundles: as {@link GenerateText}.
 *
 * <p>The prompt's holes are {@code program}, {@code input} (JSON) and {@code output} (its {@code
 * str}).
 *
 * <pre>{@code
 * StepResult<Sample> posed =
 *     samples.apply(
 *         WriteProblem.with(
 *             ModelConfig.of("problem", "http://host:8000", "m"),
 *             PromptTemplate.packaged("problem")));
 * }</pre>
 */
public final class WriteProblem extends ModelStep<Sample> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "WriteProblem";

  /** The problem holds a fenced block of code. */
  public static final String CONTAINS_CODE = "problem_contains_code";

  private WriteProblem(ModelConfig model, PromptTemplate template) {
    super(STEP, model, template, 1);
  }

  /** Writes with {@code model}, asked by {@code template}. */
  public static WriteProblem with(ModelConfig model, PromptTemplate template) {
    return new WriteProblem(model, template);
  }

  @Override
  public Prompt prompt(Sample sample) {
    return new Prompt(
        template()
            .render(
                Map.of(
                    "program", sample.getProgram().getCode().strip(),
                    "input", sample.getExecution().getInput(),
                    "output", sample.getExecution().getOutputText())),
        ContentHash.number(STEP, sample.getProgram().getId()));
  }

  @Override
  protected Sample read(Sample sample, List<Completion> replies) {
    Completion completion = replies.get(0);
    String text = CleanProblem.of(Reply.text(completion.text()));
    if (text.isEmpty()) {
      throw new RejectedException(Reply.EMPTY, completion.text());
    }
    if (text.contains("```")) {
      throw new RejectedException(CONTAINS_CODE, text);
    }
    return sample.toBuilder()
        .setProblem(
            Problem.newBuilder()
                .setId(ContentHash.of("problem", text))
                .setText(text)
                .setCall(completion.call()))
        .build();
  }
}
