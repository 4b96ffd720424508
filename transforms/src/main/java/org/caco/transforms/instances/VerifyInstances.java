package org.caco.transforms.instances;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.grader.AnswerGrader;
import org.caco.grader.FinalAnswer;
import org.caco.grader.GraderConfig;
import org.caco.grader.Rounding;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.model.GenerateText;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.Replies;
import org.caco.transforms.program.Reply;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Instance;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.reply.CleanSolution;
import org.caco.transforms.solve.SolveProblem;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Has a model answer some instances of each generator, of which it sees the text and nothing else.
 *
 * <p>Input: generators, as {@link MakeInstances} makes them. Asked is about those instances whose
 * ids come first. Accepted: the generators all of whose answers are the program's outputs.
 * Rejected:
 *
 * <ul>
 *   <li>{@value #DISAGREES}: an answer is another;
 *   <li>{@value #UNANSWERED}: a reply has no final answer;
 *   <li>the reasons of {@link GenerateText}, where a reply did not come.
 * </ul>
 *
 * <p>Metrics and retried bundles: as {@link GenerateText}. The prompt's hole is {@code problem}.
 *
 * <pre>{@code
 * StepResult<Sample> verified =
 *     generators.apply(
 *         VerifyInstances.with(
 *                 ModelConfig.of("solve", "http://host:8000", "m"), PromptTemplate.packaged("solve"))
 *             .withInstances(2));
 * }</pre>
 */
public final class VerifyInstances extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in reports and rejections. */
  public static final String STEP = "VerifyInstances";

  /** A model answers an instance otherwise than the program. */
  public static final String DISAGREES = "instance_disagrees";

  /** A reply has no final answer. */
  public static final String UNANSWERED = "instance_unanswered";

  private final SolveProblem solve;
  private final ModelConfig model;
  private final GraderConfig grader;
  private final int instances;

  private VerifyInstances(
      SolveProblem solve, ModelConfig model, GraderConfig grader, int instances) {
    super(STEP);
    this.solve = solve;
    this.model = model;
    this.grader = grader;
    this.instances = instances;
  }

  /** Asks {@code model} by {@code template} about one instance of each, graded strictly. */
  public static VerifyInstances with(ModelConfig model, PromptTemplate template) {
    return new VerifyInstances(SolveProblem.with(model, template), model, GraderConfig.STRICT, 1);
  }

  /**
   * The same with this many instances of each generator, or all that it has. Default 1.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public VerifyInstances withInstances(int instances) {
    if (instances < 1) {
      throw new IllegalArgumentException("instances must be positive, is " + instances);
    }
    return new VerifyInstances(solve, model, grader, instances);
  }

  /** Compares with this grader. Default {@link GraderConfig#STRICT}. */
  public VerifyInstances withGrader(GraderConfig grader) {
    return new VerifyInstances(solve, model, grader, instances);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.delegate(model).add(DisplayData.item("instances", instances));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> generators) {
    int asked = instances;
    SolveProblem solver = solve;
    TypeDescriptor<Sample> samples = TypeDescriptor.of(Sample.class);
    StepResult<Sample> answers =
        generators
            .apply(
                "Questions",
                FlatMapElements.into(samples).via(generator -> questions(generator, asked)))
            .apply(
                GenerateText.of(
                    STEP, model, samples, solver::prompt, VerifyInstances::withSolution));
    TupleTag<Sample> all = new TupleTag<>("generators") {};
    TupleTag<Sample> answered = new TupleTag<>("answered") {};
    TupleTag<Rejection> unanswered = new TupleTag<>("unanswered") {};
    PCollection<KV<String, CoGbkResult>> joined =
        KeyedPCollectionTuple.of(all, generators.apply("Generators", byId()))
            .and(answered, answers.accepted().apply("Answered", byId()))
            .and(
                unanswered,
                answers
                    .rejected()
                    .apply(
                        "Unanswered",
                        WithKeys.of((Rejection rejection) -> rejection.getSample().getId())
                            .withKeyType(TypeDescriptors.strings())))
            .apply("Join", CoGroupByKey.create());
    return StepResult.of(joined, new VerifyFn(grader, all, answered, unanswered), samples);
  }

  private static WithKeys<String, Sample> byId() {
    return WithKeys.of((Sample sample) -> sample.getId()).withKeyType(TypeDescriptors.strings());
  }

  private static List<Sample> questions(Sample generator, int asked) {
    return generator.getInstancesList().stream()
        .sorted(Comparator.comparing(Instance::getId))
        .limit(asked)
        .map(instance -> question(generator.getId(), instance))
        .collect(Collectors.toList());
  }

  private static Sample question(String id, Instance instance) {
    Sample.Builder question = Sample.newBuilder().setId(id);
    question.getProblemBuilder().setId(instance.getId()).setText(instance.getText());
    question
        .getExecutionBuilder()
        .setOutput(instance.getOutput())
        .setOutputText(instance.getOutputText());
    return question.build();
  }

  private static Sample withSolution(Sample question, Replies replies) {
    return question.toBuilder()
        .addSolutions(
            Solution.newBuilder()
                .setText(CleanSolution.of(Reply.text(replies.get(0).text())))
                .setCall(replies.get(0).call()))
        .build();
  }

  private static final class VerifyFn extends StepFn<KV<String, CoGbkResult>, Sample> {
    private static final long serialVersionUID = 1L;

    private final GraderConfig config;
    private final TupleTag<Sample> all;
    private final TupleTag<Sample> answered;
    private final TupleTag<Rejection> unanswered;
    private transient AnswerGrader grader;

    VerifyFn(
        GraderConfig config,
        TupleTag<Sample> all,
        TupleTag<Sample> answered,
        TupleTag<Rejection> unanswered) {
      super(STEP);
      this.config = config;
      this.all = all;
      this.answered = answered;
      this.unanswered = unanswered;
    }

    @Setup
    public void setup() {
      grader =
          config.grader(sandbox -> use(Sandboxes.acquire(sandbox))).withRounding(Rounding.ACCEPTED);
    }

    @Override
    protected Sample apply(KV<String, CoGbkResult> joined) {
      // Rows are unique by now, and with the program's id so are generators.
      Sample generator = joined.getValue().getOnly(all);
      // What is rejected is the row as it was, and not thousands of its instances.
      Sample row = generator.toBuilder().clearInstances().clearPlaces().build();
      joined
          .getValue()
          .getAll(unanswered)
          .forEach(
              rejection -> {
                throw new RejectedException(rejection.getReason(), rejection.getEvidence(), row);
              });
      for (Sample question : joined.getValue().getAll(answered)) {
        check(question, row);
      }
      return generator;
    }

    private void check(Sample question, Sample row) {
      String text = question.getProblem().getText();
      Execution execution = question.getExecution();
      String answer =
          FinalAnswer.of(question.getSolutions(0).getText())
              .orElseThrow(() -> new RejectedException(UNANSWERED, text, row));
      if (!grader.compareOutput(execution.getOutput(), execution.getOutputText(), answer).equal()) {
        throw new RejectedException(
            DISAGREES,
            "output " + execution.getOutputText() + ", answer " + answer + ": " + text,
            row);
      }
    }
  }
}
