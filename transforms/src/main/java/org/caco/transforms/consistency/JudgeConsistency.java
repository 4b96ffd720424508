package org.caco.transforms.consistency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.model.Completion;
import org.caco.transforms.model.GenerateText;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.Prompt;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.program.Reply;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.ContentHash;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepResult;

/**
 * Has a model judge whether problem, solution and program describe the same computation.
 *
 * <p>The reply is one JSON object with the booleans {@code solvable}, {@code complete}, {@code
 * leaks} and {@code same}, and the string {@code reason}; a fenced block around it is accepted, a
 * missing, doubled or mistyped field is not.
 *
 * <p>Input: samples with an agreeing solution; the first one is judged. Accepted: the sample with
 * the verdict. Rejected: {@value #UNPARSABLE_VERDICT}, {@value #UNSOLVABLE}, {@value #INCOMPLETE},
 * {@value #LEAKS}, {@value #DIFFERENT_COMPUTATION}, {@value Reply#EMPTY}, {@value Reply#DECLINED},
 * and the reasons of {@link GenerateText}. Metrics and retried bundles: as {@link GenerateText}.
 *
 * <p>The prompt's holes are {@code problem}, {@code solution}, {@code program} and {@code output}.
 */
public final class JudgeConsistency extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "JudgeConsistency";

  /** The reply is not the form that was asked for. */
  public static final String UNPARSABLE_VERDICT = "unparsable_verdict";

  /** The problem does not have exactly one answer. */
  public static final String UNSOLVABLE = "judged_unsolvable";

  /** The problem lacks a quantity that its solution needs. */
  public static final String INCOMPLETE = "judged_incomplete";

  /** The problem states its answer or mentions the program. */
  public static final String LEAKS = "judged_leaking";

  /** Problem, solution and program describe different computations. */
  public static final String DIFFERENT_COMPUTATION = "judged_different";

  private final ModelConfig model;
  private final PromptTemplate template;

  private JudgeConsistency(ModelConfig model, PromptTemplate template) {
    this.model = model;
    this.template = template;
  }

  /** Judges with {@code model}, asked by {@code template}. */
  public static JudgeConsistency with(ModelConfig model, PromptTemplate template) {
    return new JudgeConsistency(model, template);
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
    Solution solution =
        sample.getSolutionsList().stream()
            .filter(Solution::getAgrees)
            .findFirst()
            .orElseThrow(
                () -> new RejectedException(CheckConsistency.ANSWER_DISAGREES, "nothing to judge"));
    return new Prompt(
        template.render(
            Map.of(
                "problem", sample.getProblem().getText(),
                "solution", solution.getText(),
                "program", sample.getProgram().getCode().strip(),
                "output", sample.getExecution().getOutputText())),
        ContentHash.number(STEP, sample.getProblem().getId(), solution.getId()));
  }

  private static Sample sample(Sample sample, Completion completion) {
    String reply = Reply.text(completion.text());
    Form form = Form.parse(reply);
    require(form.solvable, UNSOLVABLE, reply);
    require(form.complete, INCOMPLETE, reply);
    require(!form.leaks, LEAKS, reply);
    require(form.same, DIFFERENT_COMPUTATION, reply);
    return sample.toBuilder()
        .addVerdicts(
            Verdict.newBuilder().setStep(STEP).setReason(form.reason).setCall(completion.call()))
        .build();
  }

  private static void require(boolean holds, String reason, String evidence) {
    if (!holds) {
      throw new RejectedException(reason, evidence);
    }
  }

  private record Form(
      boolean solvable, boolean complete, boolean leaks, boolean same, String reason) {
    private static final ObjectMapper JSON =
        new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    static Form parse(String reply) {
      JsonNode node;
      try {
        node = JSON.readTree(withoutFence(reply));
      } catch (JsonProcessingException e) {
        throw new RejectedException(UNPARSABLE_VERDICT, reply);
      }
      return new Form(
          flag(node, "solvable", reply),
          flag(node, "complete", reply),
          flag(node, "leaks", reply),
          flag(node, "same", reply),
          reason(node, reply));
    }

    private static String reason(JsonNode node, String reply) {
      JsonNode value = node.path("reason");
      if (!value.isTextual()) {
        throw new RejectedException(UNPARSABLE_VERDICT, "reason is no text: " + reply);
      }
      return value.textValue();
    }

    private static boolean flag(JsonNode node, String name, String reply) {
      JsonNode value = node.path(name);
      if (!value.isBoolean()) {
        throw new RejectedException(
            UNPARSABLE_VERDICT, name + " is neither true nor false: " + reply);
      }
      return value.booleanValue();
    }

    private static String withoutFence(String reply) {
      if (!reply.startsWith("```") || !reply.endsWith("```") || reply.indexOf('\n') < 0) {
        return reply;
      }
      return reply.substring(reply.indexOf('\n'), reply.length() - 3);
    }
  }
}
