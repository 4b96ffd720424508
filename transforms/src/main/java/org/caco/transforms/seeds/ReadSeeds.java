package org.caco.transforms.seeds;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.lines.ReadLines;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepResult;

/**
 * Reads seeds from JSON lines on any Beam file system, plain or compressed ({@code .gz}, {@code
 * .zst}). Each row's shape is recognised by the names of its columns, whatever their case, in this
 * order; the seed's format is the name in brackets:
 *
 * <ul>
 *   <li>MBPP ({@code mbpp}): {@code text} or {@code prompt}, {@code code}, {@code test_list}; the
 *       known answer is the right side of the first assert if it is one equation, else {@code
 *       True}.
 *   <li>HumanEval ({@code humaneval}): {@code prompt}, {@code canonical_solution}, {@code test},
 *       {@code entry_point}; and KodCode ({@code kodcode}): {@code question}, {@code solution},
 *       {@code test}. The answer is what the first assert expects that expects a value as it
 *       stands; it is empty where none does, as in tests that loop.
 *   <li>APPS, TACO, LiveCodeBench, CodeContests ({@code contest}): a statement and {@code
 *       input_output}, {@code public_test_cases} or {@code public_tests}, also as JSON in a text.
 *       The first input of at most 2,000 characters becomes part of the problem, and its output the
 *       answer; or the call of a function does.
 *   <li>DAPO and others for verl ({@code verl}): {@code prompt}, {@code reward_model}; the answer
 *       is {@code reward_model.ground_truth}.
 *   <li>SVAMP, ASDiv ({@code svamp}): {@code Body}, {@code Question}, {@code Answer}.
 *   <li>AQuA, MathQA and others to choose from ({@code choice}): {@code options} or {@code choices}
 *       and {@code correct}, {@code answer}, {@code answerKey} or {@code label}; the answer is the
 *       value of that option.
 *   <li>A problem in words, in {@code problem}, {@code question}, {@code query}, {@code
 *       instruction} (with {@code input}), {@code prompt} or {@code input}, and beside it an
 *       answer, a solution or both: {@code answer}, {@code expected_answer}, {@code final_answer},
 *       {@code ground_truth}, {@code target} ...; {@code solution}, {@code generated_solution},
 *       {@code rationale} ..., or a reply in {@code response}, {@code output} or {@code
 *       completion}. These are GSM8K, MATH, DeepScaleR, Big-Math, NuminaMath, OpenR1, MetaMathQA,
 *       OpenMathInstruct, Orca-Math, Alpaca, AIME and many more. The known answer is the column for
 *       it; what follows {@code ####} in it; the last number of it, where it is sentences. Without
 *       such a column it is what the solution's last {@code \boxed{}} or {@code \fbox{}} holds, or
 *       what it says that the answer is; and the last number of a reply. The format is {@code
 *       gsm8k}, {@code math} (with a box), {@code plain}, {@code answer} (no solution), {@code
 *       prose}, {@code bigmath}, {@code numina}, {@code openmath}, {@code metamath} or {@code
 *       alpaca}.
 *   <li>Chats ({@code chat}): {@code messages} or {@code conversations}; the problem is what the
 *       user says last, the solution the last reply.
 * </ul>
 *
 * <p>The instructions are taken off that data sets for training by rewards put around every
 * problem. Numbers stay as they are written; {@code NaN} is null. A seed may have an answer and no
 * solution. Programming tasks keep their tests, to be run by {@link
 * org.caco.transforms.unify.CheckAnswer}: of a contest's the first 50, and of these as many as come
 * to 200,000 characters.
 *
 * <p>A seed's id is a hash of its problem, solution, answer and tests, so it does not depend on the
 * shape, the file or the line.
 *
 * <p>Every line that is not blank is accepted or rejected with its file and line. Reasons: {@code
 * invalid_json}, {@code not_an_object}, {@code unknown_format}, {@code missing_answer}, {@code
 * too_easy}, {@code proof} (what is asked for is one), {@code missing_field}, {@code wrong_type},
 * {@code lone_surrogate} (text with half a character), and those of {@link ReadLines}: {@code
 * line_too_long}, {@code invalid_utf8}, {@code unreadable_file}.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <p>Large files are read in parts by several workers, as {@link ReadLines} says.
 *
 * <pre>{@code
 * StepResult<Seed> seeds = pipeline.apply(ReadSeeds.from("seeds/*.jsonl.gz"));
 * }</pre>
 */
public final class ReadSeeds extends PTransform<PBegin, StepResult<Seed>> {
  private static final long serialVersionUID = 1L;

  /** The name of the step in reports and rejections. */
  public static final String STEP = "ReadSeeds";

  /** How many rows of a file {@link #check} looks at. */
  static final int CHECKED_ROWS = 20;

  private static final int CHECKED_FILES = 20;

  private final String globs;
  private final SeedParser parser;
  private final int maxLineBytes;
  private final String split;

  private ReadSeeds(String globs, SeedParser parser, int maxLineBytes, String split) {
    super(STEP);
    this.globs = globs;
    this.parser = parser;
    this.maxLineBytes = maxLineBytes;
    this.split = split;
  }

  /** Reads the files that the patterns match, which are separated by commas. */
  public static ReadSeeds from(String globs) {
    return new ReadSeeds(globs, SeedParser.DEFAULT, ReadLines.DEFAULT_MAX_LINE_BYTES, "");
  }

  /** Rejects longer lines. The default is {@link ReadLines#DEFAULT_MAX_LINE_BYTES}. */
  public ReadSeeds withMaxLineBytes(int max) {
    return new ReadSeeds(globs, parser, max, split);
  }

  /**
   * Reads this split of folders that hold data sets; {@code all} reads all. Default: {@code train}
   * where there is one, else all.
   */
  public ReadSeeds withSplit(String name) {
    return new ReadSeeds(globs, parser, maxLineBytes, name);
  }

  /** Takes problem, solution and answer from these fields. Default: from those recognised. */
  public ReadSeeds withFields(SeedFields fields) {
    return with(new SeedParser(fields, parser.license(), parser.maxSolveRate()));
  }

  /** Says that rows without a column {@code license} have this one. Default: none. */
  public ReadSeeds withLicense(String license) {
    return with(new SeedParser(parser.fields(), license, parser.maxSolveRate()));
  }

  /**
   * Rejects rows as {@code too_easy} that say that a model solves them more often than this, from 0
   * to 1. Rows that say nothing of it pass. Default: 1.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public ReadSeeds withMaxSolveRate(double max) {
    if (!(max >= 0 && max <= 1)) {
      throw new IllegalArgumentException("the solve rate " + max + " is not from 0 to 1");
    }
    return with(new SeedParser(parser.fields(), parser.license(), max));
  }

  private ReadSeeds with(SeedParser other) {
    return new ReadSeeds(globs, other, maxLineBytes, split);
  }

  /**
   * Reads the first 20 rows of the first 20 files now, before a job starts.
   *
   * @return what was recognised, for each of these files that has rows
   * @throws IllegalArgumentException with one sentence for a person if a pattern matches no file, a
   *     file cannot be read, none of its first rows can, or no file has any; it names the file, its
   *     columns and the option that helps
   */
  public List<SeedFile> check() {
    List<String> names = new ArrayList<>();
    for (String glob : FileGlobs.split(globs)) {
      FileGlobs.files(glob, split).forEach(file -> names.add(file.resourceId().toString()));
    }
    List<String> looked = names.stream().distinct().limit(CHECKED_FILES).toList();
    List<SeedFile> files = new ArrayList<>();
    boolean empty = looked.size() == names.stream().distinct().count();
    for (String name : looked) {
      List<String> rows = first(name);
      empty &= rows.isEmpty();
      SeedFile.of(name, rows, parser).ifPresent(files::add);
    }
    if (empty) {
      throw new IllegalArgumentException(
          String.join(", ", looked) + ": there is no row in it: name other files by --seeds.");
    }
    return files;
  }

  private static List<String> first(String file) {
    try {
      return ReadLines.first(file, CHECKED_ROWS);
    } catch (IOException | RuntimeException e) {
      // Decompressors throw unchecked exceptions too when they meet garbage.
      String why = e instanceof EOFException ? "it breaks off" : String.valueOf(e.getMessage());
      throw new IllegalArgumentException(file + " cannot be read: " + why + ".", e);
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .addIfNotNull(
            DisplayData.item("fields", parser.fields() == null ? null : parser.fields().toString()))
        .add(DisplayData.item("maxSolveRate", parser.maxSolveRate()));
  }

  @Override
  public StepResult<Seed> expand(PBegin begin) {
    return begin.apply(
        "Lines",
        ReadLines.of(STEP, globs, parser, TypeDescriptor.of(Seed.class))
            .withMaxLineBytes(maxLineBytes)
            .withSplit(split));
  }
}
