package org.caco.transforms.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.caco.transforms.program.Reply;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;

/**
 * What became of a benchmark's item, as JSON.
 *
 * <pre>{@code
 * {"benchmark", "id", "row", "problem", "gold", "attempts", "correct", "truncated",
 *  "failure": reason or null, "answered": true or false,
 *  "answers": [{"answer", "correct", "reason", "output_tokens", "request_hash"}, ...]}
 * }</pre>
 *
 * <p>An attempt that was cut off, refused, empty or without a final answer is one that is not
 * correct. An item none of whose attempts gave a solution has the first attempt's {@code failure};
 * {@code answered} is false where no reply came at all, as from a server that was down: it says
 * nothing of the model.
 */
public final class ItemRow {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Replies that there were, and no solution in them. */
  private static final Set<String> OF_THE_MODEL =
      Set.of(
          "truncated",
          "content_filter",
          "refused",
          "tool_calls",
          "control_token",
          "mixed_reasoning",
          "empty_response",
          "reply_too_long",
          Reply.EMPTY,
          Reply.DECLINED);

  private ItemRow() {}

  /** The row of an item with graded solutions, on one line. */
  public static String toJson(Sample sample) {
    ObjectNode row = row(sample, sample.getConsistency().getAttempts());
    row.put("correct", sample.getConsistency().getAgreeing())
        .put("truncated", sample.getConsistency().getTruncated())
        .putNull("failure")
        .put("answered", true);
    ArrayNode answers = row.putArray("answers");
    for (Solution solution : sample.getSolutionsList()) {
      answers
          .addObject()
          .put("answer", solution.getAnswer())
          .put("correct", solution.getAgrees())
          .put("reason", solution.getReason())
          .put("output_tokens", solution.getCall().getOutputTokens())
          .put("request_hash", solution.getCall().getRequestHash());
    }
    return line(row);
  }

  /**
   * The row of an item that has no solution, on one line.
   *
   * @param attempts how many were asked for
   */
  public static String toJson(Rejection rejection, int attempts) {
    boolean answered = OF_THE_MODEL.contains(rejection.getReason());
    ObjectNode row = row(rejection.getSample(), attempts);
    row.put("correct", 0)
        .put("truncated", rejection.getReason().equals("truncated") ? attempts : 0)
        .put("failure", rejection.getReason())
        .put("answered", answered)
        .putArray("answers");
    return line(row);
  }

  private static ObjectNode row(Sample sample, int attempts) {
    return JSON.createObjectNode()
        .put("benchmark", sample.getSeed().getOrigin().getDataSet())
        .put("id", sample.getSeed().getId())
        .put("row", sample.getSeed().getName())
        .put("problem", sample.getSeed().getProblem())
        .put("gold", sample.getSeed().getAnswer())
        .put("attempts", attempts);
  }

  private static String line(ObjectNode row) {
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
