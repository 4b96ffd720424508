package org.caco.transforms.unify;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.caco.hash.ContentHash;
import org.caco.python.PythonValue;
import org.caco.transforms.model.Completion;
import org.caco.transforms.model.GenerateText;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.ModelStep;
import org.caco.transforms.model.Prompt;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.program.Programs;
import org.caco.transforms.program.Reply;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.TestSuite;
import org.caco.transforms.records.TextPair;
import org.caco.transforms.records.Verdict;

/**
 * Has a model rewrite each seed's solution as a program in the unified form, or write the program
 * from the problem alone where the seed has an answer and no solution.
 *
 * <p>Input: seeds with distinct ids. Accepted: a sample with the seed and its program, not run yet.
 * Rejected: {@value Reply#EMPTY}, {@value Reply#DECLINED}, {@value Reply#NO_PROGRAM}, and the
 * reasons of {@link GenerateText}. Metrics and retried bundles: as {@link GenerateText}.
 *
 * <p>Where the solution is a model's, from {@link SolveSeeds}, a verdict of that step has its call.
 *
 * <p>The prompt's holes are {@code problem}, {@code solution} and {@code check} (of a programming
 * task its first assert, or the first pair of what is read and printed, and how that becomes {@code
 * input}; else empty).
 *
 * <pre>{@code
 * StepResult<Sample> unified =
 *     seeds.apply(
 *         UnifySeeds.with(
 *             ModelConfig.of("unify", "http://host:8000", "m"), PromptTemplate.packaged("unify")));
 * }</pre>
 */
public final class UnifySeeds extends ModelStep<Seed> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "UnifySeeds";

  private final PromptTemplate unsolved;

  private UnifySeeds(ModelConfig model, PromptTemplate template, PromptTemplate unsolved) {
    super(STEP, model, template, 1);
    this.unsolved = unsolved;
  }

  /** Unifies with {@code model}, asked by {@code template}. */
  public static UnifySeeds with(ModelConfig model, PromptTemplate template) {
    return new UnifySeeds(model, template, PromptTemplate.packaged("unify-unsolved"));
  }

  /**
   * Asks by this template about seeds without a solution; it has the same holes but {@code
   * solution}. Default: the packaged {@code unify-unsolved}.
   */
  public UnifySeeds withUnsolved(PromptTemplate template) {
    return new UnifySeeds(model(), template(), template);
  }

  @Override
  public Prompt prompt(Seed seed) {
    String check = check(seed);
    PromptTemplate asked = seed.getSolution().isEmpty() ? unsolved : template();
    return new Prompt(
        asked.render(
            Map.of("problem", seed.getProblem(), "solution", seed.getSolution(), "check", check)),
        ContentHash.number(STEP, seed.getId()));
  }

  /** What shows the model how the program will be tested. */
  private static String check(Seed seed) {
    TestSuite suite = seed.getSuite();
    if (suite.getPairsCount() > 0) {
      TextPair pair = suite.getPairs(0);
      return "\n# Check\n`input` is one text, {\"text\": "
          + literal(pair.getInput())
          + "}, and `output` the text that it asks for, "
          + literal(pair.getOutput())
          + ".";
    }
    if (seed.getTestsCount() == 0) {
      return "";
    }
    String check = "\n# Check\n" + seed.getTests(0);
    return seed.getAnswer().isEmpty()
        ? check + "\n\n`input` holds the arguments of such a call, in their order."
        : check;
  }

  /** A text as Python writes it. */
  private static String literal(String text) {
    return new PythonValue.Text(text).toJson();
  }

  @Override
  protected SerializableFunction<Completion, String> complaint() {
    return reply -> Reply.complaint(reply.text());
  }

  @Override
  protected Sample read(Seed seed, List<Completion> replies) {
    Program.Builder program = Programs.of(replies.get(0)).addSeedIds(seed.getId());
    if (seed.hasOrigin()) {
      program.addOrigins(seed.getOrigin());
    }
    Sample.Builder sample =
        Sample.newBuilder().setId(program.getId()).setSeed(seed).setProgram(program);
    if (seed.hasSolutionCall()) {
      sample.addVerdicts(
          Verdict.newBuilder()
              .setStep(SolveSeeds.STEP)
              .setReason("a model's solution ends in the known answer")
              .setCall(seed.getSolutionCall()));
    }
    return sample.build();
  }
}
