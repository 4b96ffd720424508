package org.caco.pipelines.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Spending;
import org.caco.pipelines.options.PreviewOptions;
import org.caco.transforms.export.ExportDataset;
import org.caco.transforms.generate.GeneratePrograms;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.Price;
import org.caco.transforms.original.IncludeSeeds;
import org.caco.transforms.report.Proportion;
import org.caco.transforms.seeds.ReadSeeds;
import org.caco.transforms.select.SelectSeeds;
import org.caco.transforms.unify.SolveSeeds;
import org.caco.transforms.unify.UnifySeeds;

/**
 * What a whole job will take and give, from the report of a pilot.
 *
 * <p>The share of the pilot's programs that reach a role, or the dataset, holds for all programs;
 * for the first role, the share of its seeds; all programs are asked for. Its interval is Wilson's
 * at 95%. With {@code --rows} the programs are those that so many rows are expected to take. With
 * {@code --includeSeeds} the seeds that may become rows count with the programs of which rows are
 * made. Calls, tokens and seconds of each record that reaches a role are the pilot's means. A
 * total's bounds are the sums of its parts' bounds. Time is that of the calls alone, with all of
 * {@code --maxInFlight} in use, but no less than the rates allow.
 */
final class Forecast {
  private static final double SECONDS_AN_HOUR = 3600;

  /** An expected value between two bounds. */
  record Range(double low, double expected, double high) {
    static final Range NONE = exactly(0);

    static Range exactly(double value) {
      return new Range(value, value, value);
    }

    Range plus(Range other) {
      return new Range(low + other.low, expected + other.expected, high + other.high);
    }

    Range times(double factor) {
      return new Range(low * factor, expected * factor, high * factor);
    }

    Range atLeast(Range other) {
      return new Range(
          Math.max(low, other.low), Math.max(expected, other.expected), Math.max(high, other.high));
    }

    /** The share that {@code hits} of {@code trials} are, by Wilson's interval. */
    static Range share(long hits, long trials) {
      Proportion share = new Proportion(hits, trials);
      return new Range(share.low(), share.share(), share.high());
    }
  }

  /**
   * What a pilot took and the job will take.
   *
   * @param originals seeds of the pilot that were to become rows themselves
   */
  private record Job(
      long pilotSeeds, long pilotPrograms, long originals, long seeds, long programs) {
    /** How many records will get to a step that so many of the pilot's got to. */
    Range reaching(String step, long reached) {
      return switch (step) {
        case UnifySeeds.STEP, SolveSeeds.STEP ->
            Range.share(reached, pilotSeeds).times((double) seeds);
        // As many as were asked for, whatever the pilot.
        case GeneratePrograms.STEP -> Range.exactly((double) programs);
        case ExportDataset.STEP ->
            Range.share(reached, pilotPrograms + originals).times(programs + moreRows());
        default -> Range.share(reached, pilotPrograms).times((double) programs);
      };
    }

    /** With the programs that so many rows take, if as many give rows as in the pilot. */
    Job untilRows(int rows, long pilotRows) {
      double share = Range.share(pilotRows, pilotPrograms + originals).expected();
      long needed = Math.max(0, Math.round(rows / share - moreRows()));
      return share == 0 ? this : new Job(pilotSeeds, pilotPrograms, originals, seeds, needed);
    }

    private double moreRows() {
      return pilotSeeds == 0 ? 0 : (double) originals / pilotSeeds * seeds;
    }
  }

  private final String title;
  private final Map<String, Range> totals;
  private final Map<String, Range> callsByRole;
  private final boolean priced;

  private Forecast(
      String title, Map<String, Range> totals, Map<String, Range> callsByRole, boolean priced) {
    this.title = title;
    this.totals = totals;
    this.callsByRole = callsByRole;
    this.priced = priced;
  }

  /**
   * The forecast of the job with these options.
   *
   * @param summary of the pilot
   */
  static Forecast of(JsonNode summary, PreviewOptions options) {
    long pilotSeeds = in(summary, SelectSeeds.STEP, "accepted");
    long pilotPrograms = in(summary, GeneratePrograms.STEP, "in");
    long read = in(summary, ReadSeeds.STEP, "accepted");
    long seeds = options.getMaxSeeds() == null ? read : Math.min(read, options.getMaxSeeds());
    long originals = in(summary, IncludeSeeds.STEP, "accepted");
    Job job = new Job(pilotSeeds, pilotPrograms, originals, seeds, options.getPrograms());
    if (options.getRows() != null) {
      job = job.untilRows(options.getRows(), in(summary, ExportDataset.STEP, "accepted"));
    }
    long programs = job.programs();

    Range calls = Range.NONE;
    Range input = Range.NONE;
    Range output = Range.NONE;
    Range cost = Range.NONE;
    Range seconds = Range.NONE;
    boolean priced = true;
    boolean timed = true;
    Map<String, Range> callsByRole = new LinkedHashMap<>();
    for (Role role : Role.all(options)) {
      JsonNode model = model(summary, role);
      long reached = in(summary, role.step(), "in");
      Range records = job.reaching(role.step(), reached);
      ModelConfig config = role.model(options);
      Range itsCalls = records.times(mean(model, reached, "calls", "cached"));
      Range itsInput = records.times(mean(model, reached, "input_tokens", "cached_input_tokens"));
      Range itsOutput =
          records.times(mean(model, reached, "output_tokens", "cached_output_tokens"));
      double sent = model.path("calls").asDouble();
      double latency =
          sent == 0 ? 0 : model.path("latency").path("total_seconds").asDouble() / sent;
      timed &= sent > 0 || itsCalls.expected() == 0;
      callsByRole.merge(role.id(), itsCalls, Range::plus);
      calls = calls.plus(itsCalls);
      input = input.plus(itsInput);
      output = output.plus(itsOutput);
      seconds = seconds.plus(itsCalls.times(latency / config.maxInFlight()));
      Optional<Price> price = Spending.price(options, config);
      priced &= price.isPresent();
      if (price.isPresent()) {
        cost =
            cost.plus(itsInput.times(price.get().inputPerMillion() / 1e6))
                .plus(itsOutput.times(price.get().outputPerMillion() / 1e6));
      }
    }
    if (options.getRequestsPerMinute() != null) {
      seconds = seconds.atLeast(calls.times(60.0 / options.getRequestsPerMinute()));
    }
    if (options.getTokensPerMinute() != null) {
      seconds = seconds.atLeast(input.plus(output).times(60.0 / options.getTokensPerMinute()));
    }
    Map<String, Range> totals = new LinkedHashMap<>();
    totals.put("calls", calls);
    totals.put("input_tokens", input);
    totals.put("output_tokens", output);
    if (priced) {
      totals.put("cost", cost);
    }
    if (timed) {
      totals.put("hours", seconds.times(1 / SECONDS_AN_HOUR));
    }
    totals.put(
        "rows", job.reaching(ExportDataset.STEP, in(summary, ExportDataset.STEP, "accepted")));
    String title =
        String.format(
            Locale.ROOT,
            "Forecast for %,d seeds and %,d programs, from a pilot of %,d and %,d:",
            seeds,
            programs,
            pilotSeeds,
            pilotPrograms);
    return new Forecast(title, totals, callsByRole, priced);
  }

  private static long in(JsonNode summary, String step, String field) {
    for (JsonNode each : summary.path("steps")) {
      if (each.path("name").asText().equals(step)) {
        return each.path(field).asLong();
      }
    }
    return 0;
  }

  private static JsonNode model(JsonNode summary, Role role) {
    for (JsonNode each : summary.path("models")) {
      if (each.path("step").asText().equals(role.step())) {
        return each;
      }
    }
    return JsonNodeFactory.instance.objectNode();
  }

  /** What each record took, asked for or found in the journal. */
  private static double mean(JsonNode model, long records, String asked, String found) {
    return records == 0
        ? 0
        : (model.path(asked).asDouble() + model.path(found).asDouble()) / records;
  }

  /** {@code {"calls": {"low", "expected", "high"}, ...}}. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    totals.forEach((name, range) -> put(json.putObject(name), range));
    ObjectNode roles = json.putObject("calls_by_role");
    callsByRole.forEach((role, range) -> put(roles.putObject(role), range));
    return json;
  }

  private static void put(ObjectNode node, Range range) {
    node.put("low", range.low()).put("expected", range.expected()).put("high", range.high());
  }

  private Range total(String name) {
    return Objects.requireNonNull(totals.get(name), name);
  }

  void print(PrintStream out) {
    out.println(title);
    callsByRole.forEach((role, range) -> line(role + " calls", "%,.0f", range, out));
    line("calls", "%,.0f", total("calls"), out);
    line("tokens in", "%,.0f", total("input_tokens"), out);
    line("tokens out", "%,.0f", total("output_tokens"), out);
    if (priced) {
      line("cost", "%,.3f", total("cost"), out);
    } else {
      out.println("cost             not known: name the models' prices by --prices");
    }
    Range hours = totals.get("hours");
    if (hours == null) {
      out.println("hours of calls   not known: the pilot's answers were in the journal");
    } else if (hours.expected() < 1) {
      line("minutes of calls", "%,.1f", hours.times(60), out);
    } else {
      line("hours of calls", "%,.1f", hours, out);
    }
    line("accepted rows", "%,.0f", total("rows"), out);
    out.println(
        "In brackets: 95% intervals (Wilson's, of the share of seeds or programs that get there)."
            + "\nNear duplicates grow with the number of programs, so that a larger job keeps fewer"
            + " of them.");
  }

  private static void line(String name, String format, Range range, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%-16s " + format + " (" + format + " to " + format + ")%n",
        name,
        range.expected(),
        range.low(),
        range.high());
  }
}
