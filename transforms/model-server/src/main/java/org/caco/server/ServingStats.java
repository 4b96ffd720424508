package org.caco.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What a server has done since its start.
 *
 * @param requests requests for a reply
 * @param served right replies that were sent whole
 * @param repeated of these, replies to a request that had got its right reply before
 * @param refused requests for which there was no place in the queue
 * @param broken right replies whose client was gone before their end
 * @param faults faults that were sent
 * @param inSlots requests in a slot now
 * @param mostInSlots the most there ever were
 * @param waiting requests that wait for a slot now
 * @param workedMillis the time in slots that the requests were to take that have left theirs; over
 *     the slots and a span of time, it is the share of the server's capacity that was used
 * @param inputTokens tokens of the requests served
 * @param outputTokens tokens of their replies
 */
public record ServingStats(
    long requests,
    long served,
    long repeated,
    long refused,
    long broken,
    Map<Fault, Long> faults,
    int inSlots,
    int mostInSlots,
    int waiting,
    long workedMillis,
    long inputTokens,
    long outputTokens) {

  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("requests", requests)
            .put("served", served)
            .put("repeated", repeated)
            .put("refused", refused)
            .put("broken", broken)
            .put("in_slots", inSlots)
            .put("most_in_slots", mostInSlots)
            .put("waiting", waiting)
            .put("worked_millis", workedMillis)
            .put("input_tokens", inputTokens)
            .put("output_tokens", outputTokens);
    ObjectNode counts = json.putObject("faults");
    faults.forEach((fault, count) -> counts.put(fault.id(), count));
    return json;
  }

  /** Counts for {@link ServingStats}. Thread-safe. */
  static final class Counts {
    private final boolean remembers;

    @GuardedBy("this")
    private final Map<String, Integer> attempts = new HashMap<>();

    @GuardedBy("this")
    private final Map<String, Integer> answered = new HashMap<>();

    @GuardedBy("this")
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);

    @GuardedBy("this")
    private long requests;

    @GuardedBy("this")
    private long served;

    @GuardedBy("this")
    private long repeated;

    @GuardedBy("this")
    private long refused;

    @GuardedBy("this")
    private long broken;

    @GuardedBy("this")
    private long inputTokens;

    @GuardedBy("this")
    private long outputTokens;

    /**
     * @param remembers whether to remember every request; without it none counts as repeated, and
     *     memory stays bounded
     */
    Counts(boolean remembers) {
      this.remembers = remembers;
    }

    /** Counts a request and tells how often it has come, this time included. */
    synchronized int request(String fingerprint) {
      requests++;
      return remembers ? attempts.merge(fingerprint, 1, Integer::sum) : 1;
    }

    synchronized void served(String fingerprint, long input, long output) {
      served++;
      inputTokens += input;
      outputTokens += output;
      if (remembers && answered.merge(fingerprint, 1, Integer::sum) > 1) {
        repeated++;
      }
    }

    synchronized void refused() {
      refused++;
    }

    /** Takes back a reply that was counted as served and did not get out. */
    synchronized void broken(String fingerprint, long input, long output) {
      broken++;
      served--;
      inputTokens -= input;
      outputTokens -= output;
      if (remembers && answered.merge(fingerprint, -1, Integer::sum) > 0) {
        repeated--;
      }
    }

    synchronized void fault(Fault fault) {
      faults.merge(fault, 1L, Long::sum);
    }

    synchronized ServingStats snapshot(Slots slots) {
      return new ServingStats(
          requests,
          served,
          repeated,
          refused,
          broken,
          Map.copyOf(faults),
          slots.busy(),
          slots.mostBusy(),
          slots.waiting(),
          slots.workedMillis(),
          inputTokens,
          outputTokens);
    }
  }
}
