package org.caco.transforms.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step did.
 *
 * @param rejected the number of records by reason
 */
record StepCounts(String name, long in, long accepted, SortedMap<String, Long> rejected) {
  static final String IN = "In";
  static final String ACCEPTED = "Accepted";

  private static final String REJECTED = "Rejected";

  // Never in the name of a step.
  private static final String SEPARATOR = "\t";

  static String key(String step, String what) {
    return step + SEPARATOR + what;
  }

  static String in(String step) {
    return key(step, IN);
  }

  static String rejected(String step, String reason) {
    return key(step, REJECTED + SEPARATOR + reason);
  }

  /** The key of a count that belongs to a benchmark and not to a step. */
  static String tally(String column, String benchmark) {
    return key(key("", column), benchmark);
  }

  /** The key of a sum that belongs to no step. */
  static String total(String column) {
    return key(key("", ""), column);
  }

  /** Picks the counts of one step. */
  static StepCounts of(String step, Map<String, Long> sums) {
    SortedMap<String, Long> rejected = new TreeMap<>();
    String prefix = rejected(step, "");
    sums.forEach(
        (key, count) -> {
          if (key.startsWith(prefix)) {
            rejected.put(key.substring(prefix.length()), count);
          }
        });
    return new StepCounts(
        step,
        sums.getOrDefault(in(step), 0L),
        sums.getOrDefault(key(step, ACCEPTED), 0L),
        rejected);
  }

  long totalRejected() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A sentence that says what is wrong, if the step does not add up. */
  Optional<String> complaint() {
    if (in == accepted + totalRejected()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s took %,d records, but passed on %,d and rejected %,d",
            name,
            in,
            accepted,
            totalRejected()));
  }

  void putInto(ObjectNode node) {
    node.put("name", name).put("in", in).put("accepted", accepted);
    ObjectNode reasons = node.putObject("rejected");
    rejected.forEach(reasons::put);
  }
}
