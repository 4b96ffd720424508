package org.caco.transforms.instances;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.hash.ContentHash;
import org.caco.sandbox.InstanceRuns;
import org.caco.sandbox.Run;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.export.DatasetRow;
import org.caco.transforms.problem.CheckProblem;
import org.caco.transforms.problem.ProblemTemplate;
import org.caco.transforms.records.Instance;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Makes further problems of a row: its text with other numbers, and the output of its program for
 * them. A row of which that can be done is a generator.
 *
 * <p>The text has to be a {@link ProblemTemplate}. Its numbers are changed by what the row's id
 * determines, and run in the sandbox. An instance's input is natural, as {@link
 * org.caco.transforms.input.ChooseInput} has it: every number in the program keeps the habits that
 * it has in the row's own run. Every twin of the program that the row's own input leaves open has
 * the program's output for it as well, as it has for the row's tests. Its text passes the checks of
 * problems with its own input and output, and is a template again with the same places. No number
 * of its output has more than 12 digits, unless the row's has. All instances of a row are
 * different, and differ from the row.
 *
 * <p>Input: rows, ready to be exported, with an {@link org.caco.transforms.records.InputChoice}.
 * Accepted: the generators, each with as many instances as were asked for and the places of its
 * numbers. Rejected, which says nothing against the row:
 *
 * <ul>
 *   <li>the reasons of {@link ProblemTemplate};
 *   <li>{@value #UNPROVEN}: nothing is known of other readings, since the program uses sympy or
 *       numpy, cannot be changed, or its process was ended;
 *   <li>{@value #TOO_FEW}: fewer instances than were asked for have been found.
 * </ul>
 *
 * <p>A retried bundle runs its programs again. Metrics: those of {@link
 * org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> generators =
 *     rows.apply(MakeInstances.in(SandboxConfig.defaults()).withInstances(100));
 * }</pre>
 */
public final class MakeInstances extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in reports and rejections. */
  public static final String STEP = "MakeInstances";

  /** Nothing is known of other readings. */
  public static final String UNPROVEN = "unproven";

  /** Not enough other numbers go together. */
  public static final String TOO_FEW = "too_few_instances";

  /** Instances of a row at most. */
  public static final int MAX_INSTANCES = 10_000;

  private static final int DEFAULT_INSTANCES = 10;

  private final SandboxConfig sandbox;
  private final Set<String> checks;
  private final int instances;

  private MakeInstances(SandboxConfig sandbox, Set<String> checks, int instances) {
    super(STEP);
    this.sandbox = sandbox;
    this.checks = checks;
    this.instances = instances;
  }

  /** Runs programs in the JVM's sandbox of this configuration. */
  public static MakeInstances in(SandboxConfig sandbox) {
    return new MakeInstances(sandbox, CheckProblem.ALL, DEFAULT_INSTANCES);
  }

  /**
   * The same with this many instances of each row, 1 to 10,000. Default 10.
   *
   * @throws IllegalArgumentException if it is out of that range
   */
  public MakeInstances withInstances(int instances) {
    if (instances < 1 || instances > MAX_INSTANCES) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "instances must be 1 to %,d", MAX_INSTANCES));
    }
    return new MakeInstances(sandbox, checks, instances);
  }

  /** The same with these checks of texts, of {@link CheckProblem#ALL}. Default all. */
  public MakeInstances withChecks(Set<String> checks) {
    return new MakeInstances(sandbox, Set.copyOf(checks), instances);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("instances", instances))
        .add(DisplayData.item("sandbox", sandbox.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> rows) {
    return StepResult.of(
        rows, new MakeFn(sandbox, checks, instances), TypeDescriptor.of(Sample.class));
  }

  private static final class MakeFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    private final SandboxConfig config;
    private final Set<String> checks;
    private final int instances;
    private transient Sandbox sandbox;

    MakeFn(SandboxConfig config, Set<String> checks, int instances) {
      super(STEP);
      this.config = config;
      this.checks = checks;
      this.instances = instances;
    }

    @Setup
    public void setup() {
      sandbox = use(Sandboxes.acquire(config));
    }

    @Override
    protected Sample apply(Sample row) {
      if (!row.hasChoice() || !row.getChoice().getUnproven().isEmpty()) {
        throw new RejectedException(UNPROVEN, row.getChoice().getUnproven());
      }
      Search search = new Search(row, ProblemTemplate.of(row), checks, instances);
      while (search.goesOn()) {
        Map<String, List<BigDecimal>> round = search.round();
        InstanceRuns runs =
            sandbox.runInstances(
                Snippet.of(row.getId(), row.getProgram().getCode())
                    .withInputs(List.copyOf(round.keySet())));
        if (!runs.unproven().isEmpty()) {
          throw new RejectedException(UNPROVEN, runs.unproven());
        }
        search.take(round, runs.runs());
      }
      return search.generator();
    }
  }

  /** The search for the instances of one row. */
  private static final class Search {
    private static final int SMALLEST_ROUND = 40;
    private static final int LARGEST_ROUND = 200;

    /** Rounds without a new instance before the search ends. */
    private static final int IDLE_ROUNDS = 6;

    private static final int MAX_ROUNDS = 1_000;

    /** Digits of a number of an output, where the row's own has no more. */
    private static final int MAX_DIGITS = 12;

    private final Sample row;
    private final String id;
    private final ProblemTemplate template;
    private final Set<String> checks;
    private final int wanted;
    private final Proposals proposals;
    private final Set<String> seen = new HashSet<>();
    private final List<List<BigDecimal>> natural = new ArrayList<>();
    private final List<Instance> found = new ArrayList<>();

    /** Those that differ from the row in few numbers, for want of others. */
    private final List<Instance> spare = new ArrayList<>();

    private final Map<String, Integer> dropped = new LinkedHashMap<>();
    private int rounds;
    private int idle;

    Search(Sample row, ProblemTemplate template, Set<String> checks, int wanted) {
      this.row = row;
      this.id = DatasetRow.id(row);
      this.template = template;
      this.checks = checks;
      this.wanted = wanted;
      this.proposals = new Proposals(template);
      seen.add(template.input(proposals.own()).toJson());
    }

    boolean goesOn() {
      return found.size() < wanted && idle < IDLE_ROUNDS && rounds < MAX_ROUNDS;
    }

    /** Inputs to try, none of which has been tried before, each with the numbers in it. */
    Map<String, List<BigDecimal>> round() {
      int size = Math.max(SMALLEST_ROUND, Math.min(LARGEST_ROUND, 2 * (wanted - found.size())));
      Map<String, List<BigDecimal>> round = new LinkedHashMap<>();
      Random random = new Random(ContentHash.number("instances", id, Integer.toString(rounds)));
      for (int i = 0; i < 4 * size && round.size() < size; i++) {
        // From what goes together already most numbers are near that do so too.
        List<BigDecimal> from =
            natural.isEmpty() || random.nextInt(4) == 0
                ? proposals.own()
                : natural.get(random.nextInt(natural.size()));
        Optional<List<BigDecimal>> others = proposals.others(from, random);
        if (others.isPresent() && template.text(others.get()).isPresent()) {
          String input = template.input(others.get()).toJson();
          if (seen.add(input)) {
            round.put(input, others.get());
          }
        }
      }
      rounds++;
      return round;
    }

    void take(Map<String, List<BigDecimal>> round, List<Run> runs) {
      int before = found.size() + spare.size();
      for (Run run : runs) {
        List<BigDecimal> numbers = round.get(run.input());
        if (numbers == null || run.verdict() != Verdict.OK) {
          drop(run.error());
          continue;
        }
        natural.add(numbers);
        boolean differs = 3 * proposals.changes(numbers) >= proposals.own().size();
        List<Instance> to = differs ? found : spare;
        if (to.size() < wanted) {
          instance(numbers, run).ifPresent(to::add);
        }
      }
      idle = found.size() + spare.size() > before ? 0 : idle + 1;
    }

    /**
     * Whether a number in an output has more digits than people write, and than the row's: more
     * than a double holds nobody works out as the program does.
     */
    private boolean isLarge(String output) {
      String own = row.getExecution().getOutput();
      return longest(output) > Math.max(MAX_DIGITS, longest(own))
          || (hasExponent(output) && !hasExponent(own));
    }

    private static int longest(String text) {
      int longest = 0;
      int length = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        length = Character.isDigit(c) ? length + 1 : c == '.' ? length : 0;
        longest = Math.max(longest, length);
      }
      return longest;
    }

    private static boolean hasExponent(String text) {
      for (int i = 1; i + 1 < text.length(); i++) {
        char next = text.charAt(i + 1);
        if (Character.toLowerCase(text.charAt(i)) == 'e'
            && Character.isDigit(text.charAt(i - 1))
            && (next == '+' || next == '-' || Character.isDigit(next))) {
          return true;
        }
      }
      return false;
    }

    private Optional<Instance> instance(List<BigDecimal> numbers, Run run) {
      if (isLarge(String.valueOf(run.output()))) {
        drop("large_output");
        return Optional.empty();
      }
      String text = template.text(numbers).orElseThrow();
      String input = template.input(numbers).toJson();
      Sample.Builder instance = row.toBuilder();
      instance.getProblemBuilder().setText(text);
      instance
          .getExecutionBuilder()
          .setInput(input)
          .setOutput(String.valueOf(run.output()))
          .setOutputText(run.outputText());
      try {
        CheckProblem.check(instance.build(), checks);
        if (!ProblemTemplate.of(instance.build()).isAlike(template)) {
          drop("other_places");
          return Optional.empty();
        }
      } catch (RejectedException e) {
        drop(e.reason());
        return Optional.empty();
      }
      return Optional.of(
          Instance.newBuilder()
              .setId(ContentHash.of("instance", id, input))
              .setText(text)
              .setInput(input)
              .setOutput(String.valueOf(run.output()))
              .setOutputText(run.outputText())
              .build());
    }

    private void drop(String why) {
      dropped.merge(why, 1, Integer::sum);
    }

    Sample generator() {
      found.addAll(spare.subList(0, Math.min(spare.size(), wanted - found.size())));
      if (found.size() < wanted) {
        throw new RejectedException(
            TOO_FEW,
            String.format(
                Locale.ROOT,
                "%d of %d in %d rounds; others: %s",
                found.size(),
                wanted,
                rounds,
                dropped));
      }
      return row.toBuilder().addAllInstances(found).addAllPlaces(template.places()).build();
    }
  }
}
