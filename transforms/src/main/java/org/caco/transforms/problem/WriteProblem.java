package org.caco.transforms.problem;

import java.util.Map;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.hash.ContentHash;
import org.caco.transforms.model.Completion;
import org.caco.transforms.model.GenerateText;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.Prompt;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.program.Reply;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepResult;

/**
 * Has a model write the problem that a program solves, from the program, its input and its output.
 *
 * <p>Input: executed samples. Accepted: the sample with its problem. Rejected: {@value
 * Reply#EMPTY}, {@value Reply#DECLINED}, {@value #CONTAINS_CODE}, and the reasons of {@link
 * GenerateText}. Metrics and retried bundles: as {@link GenerateText}.
 *
 * <p>The prompt's holes are {@code program}, {@code input} (JSON) and {@code output} (its {@code
 * str}).
 */
public final class WriteProblem extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "WriteProblem";

  /** The problem holds a fenced block of code. */
  public static final String CONTAINS_CODE = "problem_contains_code";

  private final ModelConfig model;
  private final PromptTemplate template;

  private WriteProblem(ModelConfig model, PromptTemplate template) {
    this.model = model;
    this.template = template;
  }

  /** Writes with {@code model}, asked by {@code template}. */
  public static WriteProblem with(ModelConfig model, PromptTemplate template) {
    return new WriteProblem(model, template);
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    PromptTemplate prompt = template;
    return samples.apply(
        STEP,
        GenerateText.<Sample, Sample>of(STEP, model)
            .withOutputType(TypeDescriptor.of(Sample.class))
            .withPrompt(sample -> prompt(prompt, sample))
            .withParser((sample, completions) -> sample(sample, completions.get(0))));
  }

  private static Prompt prompt(PromptTemplate template, Sample sample) {
    return new Prompt(
        template.render(
            Map.of(
                "program", sample.getProgram().getCode().strip(),
                "input", sample.getExecution().getInput(),
                "output", sample.getExecution().getOutputText())),
        ContentHash.number(STEP, sample.getProgram().getId()));
  }

  private static Sample sample(Sample sample, Completion completion) {
    String text = Reply.text(completion.text());
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
