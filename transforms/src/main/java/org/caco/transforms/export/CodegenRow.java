package org.caco.transforms.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caco.transforms.records.Program;

/**
 * A row of the training set for the code model, in the chat form that trainers of causal models
 * read. The user's turn is empty, because the method trains on programs without their problems and
 * samples with an empty prompt.
 *
 * <pre>{@code
 * {"messages": [{"role": "user", "content": ""}, {"role": "assistant", "content": the code}], "id"}
 * }</pre>
 *
 * <p>Source: "Scaling Code-Assisted Chain-of-Thoughts and Instructions for Model Reasoning", arXiv
 * 2510.04081.
 */
public final class CodegenRow {
  private CodegenRow() {}

  /** The row that {@code program} makes, on one line. */
  public static String toJson(Program program) {
    ObjectNode row = Json.object();
    ArrayNode messages = row.putArray("messages");
    messages.addObject().put("role", "user").put("content", "");
    messages.addObject().put("role", "assistant").put("content", program.getCode());
    row.put("id", program.getId());
    return Json.line(row);
  }
}
