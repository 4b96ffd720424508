package org.caco.transforms.unify;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.grader.AnswerGrader;
import org.caco.grader.GraderConfig;
import org.caco.grader.Rounding;
import org.caco.hash.ContentHash;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.model.Completion;
import org.caco.transforms.model.GenerateText;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.Prompt;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.Replies;
import org.caco.transforms.program.Reply;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.Solution;
import org.caco.transforms.reply.CleanSolution;
import org.caco.transforms.solve.GradedSolution;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Has a model solve the seeds that have an answer and no solution, several times over, and gives
 * each one of the solutions that end in its answer, so that {@link UnifySeeds} has more to go by
 * than the problem.
 *
 * <p>Input: seeds with distinct ids. Accepted: seeds that have a solution, and programming tasks,
 * whose answer no solution in words ends in, as they are; the others with the solution, and the
 * call that it comes from. Their id stays that of what was published. Of several solutions that
 * agree, the one with the smallest hash is taken, whichever comes first. Answers are compared as
 * {@link CheckAnswer} compares them.
 *
 * <p>Rejected: {@value #NO_SOLUTION_AGREES}, with the seed and its solutions, where none ends in
 * the answer: either the answer is wrong or the problem is too hard for the model, and a program
 * from the problem alone would be asked for in vain most of the time. Run without this step they
 * are asked about all the same. Where no solution came, {@value Reply#EMPTY}, {@value
 * Reply#DECLINED} and the reasons of {@link GenerateText}. Metrics and retried bundles: as {@link
 * GenerateText}; a seed that was asked about is counted when its solutions have come, and again
 * when they are compared.
 *
 * <p>The prompt's hole is {@code problem}.
 *
 * <pre>{@code
 * StepResult<Seed> solved =
 *     seeds.apply(
 *         SolveSeeds.with(
 *                 ModelConfig.of("solve", "http://host:8000", "m"), PromptTemplate.packaged("solve"))
 *             .withSolutions(4));
 * }</pre>
 */
public final class SolveSeeds extends PTransform<PCollection<Seed>, StepResult<Seed>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections, verdicts and reports. */
  public static final String STEP = "SolveSeeds";

  /** None of the solutions ends in the known answer. */
  public static final String NO_SOLUTION_AGREES = "no_solution_agrees";

  private final ModelConfig model;
  private final PromptTemplate template;
  private final int solutions;
  private final GraderConfig grader;

  private SolveSeeds(
      ModelConfig model, PromptTemplate template, int solutions, GraderConfig grader) {
    super(STEP);
    this.model = model;
    this.template = template;
    this.solutions = solutions;
    this.grader = grader;
  }

  /** Solves with {@code model}, asked by {@code template}, each seed once. */
  public static SolveSeeds with(ModelConfig model, PromptTemplate template) {
    return new SolveSeeds(model, template, 1, GraderConfig.STRICT);
  }

  /** Solves each seed this many times, at least once. Default 1. */
  public SolveSeeds withSolutions(int solutions) {
    return new SolveSeeds(model, template, solutions, grader);
  }

  /** Compares with this grader. Default {@link GraderConfig#STRICT}. */
  public SolveSeeds withGrader(GraderConfig grader) {
    return new SolveSeeds(model, template, solutions, grader);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .delegate(model)
        .add(DisplayData.item("replies", solutions))
        .add(DisplayData.item("grader", grader.toString()));
  }

  @Override
  public StepResult<Seed> expand(PCollection<Seed> seeds) {
    PromptTemplate asked = template;
    GenerateText<Seed, Sample> ask =
        GenerateText.of(
                STEP,
                model,
                TypeDescriptor.of(Sample.class),
                (Seed seed) -> prompt(asked, seed),
                (Seed seed, Replies replies) -> read(seed, replies))
            .withSamples(solutions);
    StepResult<Sample> solved =
        seeds.apply("Unsolved", Filter.by(SolveSeeds::isUnsolved)).apply("Ask", ask);
    StepResult<Seed> chosen =
        StepResult.of(solved.accepted(), new ChooseFn(grader), TypeDescriptor.of(Seed.class));
    return StepResult.of(
        PCollectionList.of(seeds.apply("Solved", Filter.by(seed -> !isUnsolved(seed))))
            .and(chosen.accepted())
            .apply("Seeds", Flatten.pCollections()),
        PCollectionList.of(solved.rejected())
            .and(chosen.rejected())
            .apply("Rejected", Flatten.pCollections()));
  }

  private static boolean isUnsolved(Seed seed) {
    return seed.getSolution().isEmpty() && seed.getTestsCount() == 0;
  }

  private static Prompt prompt(PromptTemplate template, Seed seed) {
    return new Prompt(
        template.render(Map.of("problem", seed.getProblem())),
        ContentHash.number(STEP, seed.getId()));
  }

  /** The seed with the solutions that came. */
  private static Sample read(Seed seed, List<Completion> replies) {
    Sample.Builder solved = Sample.newBuilder().setSeed(seed);
    RejectedException first = null;
    for (Completion completion : replies) {
      try {
        String text = CleanSolution.of(Reply.text(completion.text()));
        solved.addSolutions(
            Solution.newBuilder()
                .setId(ContentHash.of("solution", text))
                .setText(text)
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

  private static final class ChooseFn extends StepFn<Sample, Seed> {
    private static final long serialVersionUID = 1L;

    private final GraderConfig config;
    private transient AnswerGrader grader;

    ChooseFn(GraderConfig config) {
      super(STEP);
      this.config = config;
    }

    @Setup
    public void setup() {
      grader =
          config.grader(sandbox -> use(Sandboxes.acquire(sandbox))).withRounding(Rounding.ACCEPTED);
    }

    @Override
    protected Seed apply(Sample solved) {
      Seed seed = solved.getSeed();
      List<Solution> graded =
          solved.getSolutionsList().stream().map(s -> grade(s, seed.getAnswer())).toList();
      Optional<Solution> chosen =
          graded.stream().filter(Solution::getAgrees).min(Comparator.comparing(Solution::getId));
      if (chosen.isEmpty()) {
        throw new RejectedException(
            NO_SOLUTION_AGREES,
            "known answer " + seed.getAnswer() + ", answers " + answers(graded),
            solved.toBuilder().clearSolutions().addAllSolutions(graded).build());
      }
      return seed.toBuilder()
          .setSolution(chosen.get().getText())
          .setSolutionCall(chosen.get().getCall())
          .build();
    }

    private Solution grade(Solution solution, String known) {
      return GradedSolution.of(solution, answer -> grader.compare(known, answer));
    }

    private static String answers(List<Solution> solutions) {
      return solutions.stream()
          .map(s -> (s.getAnswer().isEmpty() ? "none" : s.getAnswer()) + " (" + s.getReason() + ")")
          .collect(Collectors.joining(", "));
    }
  }
}
