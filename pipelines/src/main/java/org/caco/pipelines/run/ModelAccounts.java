package org.caco.pipelines.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Spending;
import org.caco.pipelines.options.ModelOptions;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.ModelMetrics;
import org.caco.transforms.model.ToyModel;

/** What the model calls of a run were and cost, from its counters. */
final class ModelAccounts {
  private ModelAccounts() {}

  /**
   * For the report, one object for each role that the run could call:
   *
   * <pre>{@code
   * {"role", "step", "model", "toy", "calls", "retries", "failed", "input_tokens", "output_tokens",
   *  "cost", "throttled_seconds", "cached", "cached_input_tokens", "cached_output_tokens",
   *  "latency": {"total_seconds", "p50_seconds", "p99_seconds"}, "first_byte": {...}, "repairs",
   *  "repaired", "not_run",
   *  "endpoints": [{"endpoint", "calls", ..., "throttled_seconds", "without": {"seed": calls}}, ...]}
   * }</pre>
   *
   * <p>There is a cost only where the price is known, and {@code without} only where the endpoint
   * refuses a parameter: what it was not told, or {@code NAME as OTHER_NAME}.
   *
   * @param steps of the run
   * @param counters of the run, by name
   */
  static ArrayNode json(ModelOptions options, List<String> steps, Map<String, Long> counters) {
    ArrayNode models = JsonNodeFactory.instance.arrayNode();
    for (Role role : Role.all(options)) {
      if (!steps.contains(role.step())) {
        continue;
      }
      ModelConfig config = role.model(options);
      boolean priced = Spending.price(options, config).isPresent();
      ObjectNode model =
          models
              .addObject()
              .put("role", role.id())
              .put("step", role.step())
              .put("model", config.model())
              .put("toy", ToyModel.isCalled(config.model()));
      put(model, role.step(), "", priced, counters);
      model
          .put("cached", count(counters, role.step(), ModelMetrics.CACHED))
          .put(
              "cached_input_tokens", count(counters, role.step(), ModelMetrics.CACHED_INPUT_TOKENS))
          .put(
              "cached_output_tokens",
              count(counters, role.step(), ModelMetrics.CACHED_OUTPUT_TOKENS));
      putTimes(model, "latency", role.step(), ModelMetrics.LATENCY_MILLIS, counters);
      putTimes(model, "first_byte", role.step(), ModelMetrics.FIRST_BYTE_MILLIS, counters);
      model
          .put("repairs", count(counters, role.step(), ModelMetrics.REPAIRS))
          .put("repaired", count(counters, role.step(), ModelMetrics.REPAIRED))
          .put("not_run", count(counters, role.step(), ModelMetrics.NOT_RUN));
      ArrayNode endpoints = model.putArray("endpoints");
      boolean one = config.endpoints().size() == 1;
      for (String endpoint : config.endpoints()) {
        ObjectNode part = endpoints.addObject().put("endpoint", endpoint);
        // What one endpoint got is what the role sent, and is counted once.
        put(part, role.step(), one ? "" : endpoint, priced, counters);
        putAdapted(part, role.step(), endpoint, counters);
      }
    }
    return models;
  }

  /**
   * The counters of several passes over the same records: what was sent and paid for adds up, and
   * of what the last pass took from the journal, what earlier ones had put there is left out. All
   * else is the last pass's.
   *
   * @param earlier the counters of all passes before; empty if there was none
   */
  static Map<String, Long> together(Map<String, Long> earlier, Map<String, Long> last) {
    Map<String, Long> all = new HashMap<>(last);
    earlier.forEach(
        (name, value) -> {
          if (ModelMetrics.isOfRequests(name)) {
            all.merge(name, value, Long::sum);
          }
        });
    for (String name : last.keySet()) {
      if (name.endsWith("." + ModelMetrics.CACHED)) {
        String step = name.substring(0, name.length() - ModelMetrics.CACHED.length() - 1);
        long answered =
            count(earlier, step, ModelMetrics.CALLS)
                - count(earlier, step, ModelMetrics.RETRIES)
                - count(earlier, step, ModelMetrics.FAILED);
        leaveOut(all, step, ModelMetrics.CACHED, answered);
        leaveOut(
            all,
            step,
            ModelMetrics.CACHED_INPUT_TOKENS,
            count(earlier, step, ModelMetrics.INPUT_TOKENS));
        leaveOut(
            all,
            step,
            ModelMetrics.CACHED_OUTPUT_TOKENS,
            count(earlier, step, ModelMetrics.OUTPUT_TOKENS));
      }
    }
    return all;
  }

  private static void leaveOut(
      Map<String, Long> counters, String step, String name, long paidBefore) {
    counters.computeIfPresent(
        step + "." + name, (key, value) -> Math.max(0, value - Math.max(0, paidBefore)));
  }

  /** What the endpoint was not told, or by another name, and how often. */
  private static void putAdapted(
      ObjectNode node, String step, String endpoint, Map<String, Long> counters) {
    String start = step + "." + ModelMetrics.ADAPTED;
    String end = ModelMetrics.adapted(endpoint, "").substring(ModelMetrics.ADAPTED.length());
    ObjectNode adapted = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(counters)
        .forEach(
            (name, count) -> {
              if (name.startsWith(start) && name.endsWith(end)) {
                adapted.put(name.substring(start.length(), name.length() - end.length()), count);
              }
            });
    if (!adapted.isEmpty()) {
      node.set("without", adapted);
    }
  }

  private static void putTimes(
      ObjectNode model, String field, String step, String metric, Map<String, Long> counters) {
    model
        .putObject(field)
        .put("total_seconds", count(counters, step, metric) / 1e3)
        .put("p50_seconds", ModelMetrics.percentile(counters, step, metric, 0.5) / 1e3)
        .put("p99_seconds", ModelMetrics.percentile(counters, step, metric, 0.99) / 1e3);
  }

  private static void put(
      ObjectNode node, String step, String endpoint, boolean priced, Map<String, Long> counters) {
    node.put("calls", count(counters, step, ModelMetrics.at(endpoint, ModelMetrics.CALLS)))
        .put("retries", count(counters, step, ModelMetrics.at(endpoint, ModelMetrics.RETRIES)))
        .put("failed", count(counters, step, ModelMetrics.at(endpoint, ModelMetrics.FAILED)))
        .put(
            "input_tokens",
            count(counters, step, ModelMetrics.at(endpoint, ModelMetrics.INPUT_TOKENS)))
        .put(
            "output_tokens",
            count(counters, step, ModelMetrics.at(endpoint, ModelMetrics.OUTPUT_TOKENS)));
    if (priced) {
      node.put(
          "cost", count(counters, step, ModelMetrics.at(endpoint, ModelMetrics.COST_MICROS)) / 1e6);
    }
    node.put(
        "throttled_seconds",
        count(counters, step, ModelMetrics.at(endpoint, ModelMetrics.THROTTLED_MILLIS)) / 1e3);
  }

  /** The main figures of all roles together on one line; empty before the first call. */
  static String line(List<String> steps, Map<String, Long> counters) {
    long calls = sum(steps, counters, ModelMetrics.CALLS);
    long cached = sum(steps, counters, ModelMetrics.CACHED);
    if (calls + cached == 0) {
      return "";
    }
    long cost = sum(steps, counters, ModelMetrics.COST_MICROS);
    long throttled = sum(steps, counters, ModelMetrics.THROTTLED_MILLIS);
    return String.format(
            Locale.ROOT,
            "%,d calls, %,d retries, %,d cached, %,d failed, %,d tokens in, %,d out",
            calls,
            sum(steps, counters, ModelMetrics.RETRIES),
            cached,
            sum(steps, counters, ModelMetrics.FAILED),
            sum(steps, counters, ModelMetrics.INPUT_TOKENS),
            sum(steps, counters, ModelMetrics.OUTPUT_TOKENS))
        + (cost == 0 ? "" : String.format(Locale.ROOT, ", cost %,.3f", cost / 1e6))
        + (throttled == 0 ? "" : String.format(Locale.ROOT, ", throttled %.1f s", throttled / 1e3));
  }

  private static long sum(List<String> steps, Map<String, Long> counters, String name) {
    return steps.stream().mapToLong(step -> count(counters, step, name)).sum();
  }

  private static long count(Map<String, Long> counters, String step, String name) {
    return counters.getOrDefault(step + "." + name, 0L);
  }
}
