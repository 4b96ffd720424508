package org.caco.pipelines.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.options.GenerateOptions;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.RowsOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.report.Proportion;
import org.caco.transforms.select.SelectRows;

/**
 * Grows a run, pass by pass, until it has as many rows as {@code --rows} asks for.
 *
 * <p>The first P of more than P planned programs are the same, and what is rejected among them as a
 * duplicate stays so, since earlier programs go before later ones. So a pass with more programs
 * asks for the new ones alone, keeps the rows of the pass before, and adds to them. The number of
 * programs follows from counts only, so that runs with the same answers make the same passes.
 *
 * <p>The next pass adds the programs that give the missing rows with a probability of 97.5%, by the
 * lower end of Wilson's interval for the share of the last pass's new programs that became rows;
 * but no more than {@value #SURPLUS} of all programs above the number that is expected to be
 * needed.
 */
final class ExactRows {
  private static final double SURPLUS = 0.05;
  private static final int DEFAULT_PROGRAMS_A_ROW = 20;

  private final GenerateOptions options;
  private final int wanted;
  private final long most;
  private long programsBefore;
  private long rowsBefore;
  private String shortfall = "";

  private ExactRows(GenerateOptions options, int wanted, long most) {
    this.options = options;
    this.wanted = wanted;
    this.most = most;
  }

  /**
   * Sets the number of programs of the first pass; empty where the options ask for no number of
   * rows.
   *
   * @throws UsageException naming the option and the fix
   */
  static Optional<ExactRows> of(PipelineOptions options, RunnerAdapter runner) {
    RowsOptions rows = options.as(RowsOptions.class);
    if (rows.getRows() == null) {
      if (rows.getMaxPrograms() != null) {
        throw new UsageException(
            "--maxPrograms bounds --rows: name their number, or leave it out.");
      }
      return Optional.empty();
    }
    int wanted = Settings.positive("rows", rows.getRows());
    if (!runner.waits(options)) {
      throw new UsageException(
          "--rows looks at each pass's rows before the next, and this job is only submitted: wait"
              + " for it, or name a number of --programs instead.");
    }
    if (Settings.journal(options.as(ModelOptions.class)).isEmpty()) {
      throw new UsageException(
          "--rows takes earlier passes' responses from the journal, and --journal is off.");
    }
    GenerateOptions generate = options.as(GenerateOptions.class);
    if (!GivenOptions.contain(options, "programs")) {
      generate.setPrograms(wanted);
    }
    long most =
        rows.getMaxPrograms() == null
            ? Math.max(generate.getPrograms(), (long) DEFAULT_PROGRAMS_A_ROW * wanted)
            : rows.getMaxPrograms();
    if (most < generate.getPrograms()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--maxPrograms=%d is less than the first pass's %d programs: raise it, or lower"
                  + " --programs.",
              most,
              generate.getPrograms()));
    }
    return Optional.of(new ExactRows(generate, wanted, most));
  }

  /**
   * Sets the number of programs of the next pass.
   *
   * @param summary of the pass that is over
   * @return what to tell the user of the next pass; empty where there is none
   */
  Optional<String> grow(JsonNode summary) {
    long programs = options.getPrograms();
    long rows = rows(summary);
    long missing = wanted - rows;
    if (missing <= 0) {
      return Optional.empty();
    }
    long sampled = programs - programsBefore;
    // Seeds may be rows too, so there can be more than programs.
    Proportion yield = new Proportion(Math.min(rows - rowsBefore, sampled), sampled);
    if (yield.high() * (most - programs) < missing) {
      shortfall =
          String.format(
              Locale.ROOT,
              "--rows=%d cannot be reached: %,d programs gave %,d rows, and of the last %,d programs"
                  + " %,d became rows, too few for the %,d that --maxPrograms still allows. Those"
                  + " rows are the dataset.",
              wanted,
              programs,
              rows,
              sampled,
              yield.hits(),
              most - programs);
      return Optional.empty();
    }
    double expected = missing / (yield.hits() == 0 ? yield.high() : yield.share());
    double surely = yield.hits() == 0 ? expected : missing / yield.low();
    double more = Math.min(surely, expected + SURPLUS * (programs + expected));
    programsBefore = programs;
    rowsBefore = rows;
    options.setPrograms(Math.min(most, programs + (long) Math.ceil(more)));
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d programs gave %,d of %,d rows (of the last %,d programs %.1f%%, 95%%: %.1f to"
                + " %.1f%%): the next pass has %,d programs.",
            programs,
            rows,
            wanted,
            sampled,
            100 * yield.share(),
            100 * yield.low(),
            100 * yield.high(),
            options.getPrograms()));
  }

  /** Why there are fewer rows than asked for; empty where there are as many. */
  Optional<String> shortfall() {
    return shortfall.isEmpty() ? Optional.empty() : Optional.of(shortfall);
  }

  private static long rows(JsonNode summary) {
    for (JsonNode step : summary.path("steps")) {
      if (step.path("name").asText().equals(SelectRows.STEP)) {
        return step.path("in").asLong();
      }
    }
    throw new IllegalStateException("the report has no step " + SelectRows.STEP);
  }
}
