package org.caco.transforms.generate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.caco.hash.ContentHash;
import org.caco.transforms.model.Completion;
import org.caco.transforms.model.GenerateText;
import org.caco.transforms.model.Message;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.ModelStep;
import org.caco.transforms.model.Prompt;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.program.Programs;
import org.caco.transforms.program.Reply;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;

/**
 * Draws one program from the code model for each planned sample.
 *
 * <p>Input: samples as {@link ChooseExamples} plans them. With examples the model is shown these;
 * without, it gets one empty user message, which is the chat prefix and nothing after it, as in the
 * method. Accepted: the sample with its program, not run yet. Rejected: {@value Reply#EMPTY},
 * {@value Reply#DECLINED}, {@value Reply#NO_PROGRAM}, and the reasons of {@link GenerateText}.
 * Metrics and retried bundles: as {@link GenerateText}.
 *
 * <p>The prompt's hole is {@code examples}.
 *
 * <pre>{@code
 * StepResult<Sample> generated =
 *     plan.apply(
 *         GeneratePrograms.with(
 *             ModelConfig.of("code", "http://host:8000", "m"), PromptTemplate.packaged("code")));
 * }</pre>
 */
public final class GeneratePrograms extends ModelStep<Sample> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "GeneratePrograms";

  private GeneratePrograms(ModelConfig model, PromptTemplate template) {
    super(STEP, model, template, 1);
  }

  /** Samples {@code model}; {@code template} asks it where there are examples to show. */
  public static GeneratePrograms with(ModelConfig model, PromptTemplate template) {
    return new GeneratePrograms(model, template);
  }

  @Override
  public Prompt prompt(Sample sample) {
    List<String> plan = new ArrayList<>();
    plan.add("sample");
    plan.add(Long.toString(sample.getPosition() - 1));
    sample.getExamplesList().forEach(example -> plan.add(example.getId()));
    return new Prompt(
        messages(sample), ContentHash.number(STEP, ContentHash.of(plan.toArray(String[]::new))));
  }

  private List<Message> messages(Sample sample) {
    if (sample.getExamplesCount() == 0) {
      return List.of(new Message("user", ""));
    }
    return template()
        .render(
            Map.of(
                "examples",
                sample.getExamplesList().stream()
                    .map(example -> "# Example program\n```python\n" + example.getCode() + "```")
                    .collect(Collectors.joining("\n\n"))));
  }

  @Override
  protected SerializableFunction<Completion, String> complaint() {
    return reply -> Reply.complaint(reply.text());
  }

  @Override
  protected Sample read(Sample plan, List<Completion> replies) {
    Program.Builder program = Programs.of(replies.get(0));
    Set<String> seedIds = new LinkedHashSet<>();
    Set<Origin> origins = new LinkedHashSet<>();
    for (Program example : plan.getExamplesList()) {
      program.addExampleIds(example.getId());
      seedIds.addAll(example.getSeedIdsList());
      origins.addAll(example.getOriginsList());
    }
    program.addAllSeedIds(seedIds).addAllOrigins(origins);
    return plan.toBuilder().setId(program.getId()).clearExamples().setProgram(program).build();
  }
}
