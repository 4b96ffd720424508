package org.caco.transforms.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.records.Rejection;

/**
 * A rejection as JSON.
 *
 * <pre>{@code
 * {"step", "reason", "evidence", "file", "line",
 *  "record": {"seed": {...}} or {"sample": {...}} or {"line": text}, "calls": [...]}
 * }</pre>
 *
 * <p>{@code file} is empty and {@code line} 0 where the record was not read from a file. Records
 * and calls have the field names of {@code records.proto}; unset fields are left out, and 64-bit
 * numbers are texts, as protobuf's JSON form wants it.
 */
public final class RejectionRow {
  private RejectionRow() {}

  /** The row that {@code rejection} makes, on one line. */
  public static String toJson(Rejection rejection) {
    ObjectNode row =
        Json.object()
            .put("step", rejection.getStep())
            .put("reason", rejection.getReason())
            .put("evidence", rejection.getEvidence())
            .put("file", rejection.getLocation().getFile())
            .put("line", rejection.getLocation().getLine());
    ObjectNode record = row.putObject("record");
    switch (rejection.getRecordCase()) {
      case SEED -> record.set("seed", Json.tree(rejection.getSeed()));
      case SAMPLE -> record.set("sample", Json.tree(rejection.getSample()));
      case LINE -> record.put("line", rejection.getLine());
      case RECORD_NOT_SET -> {}
    }
    ArrayNode calls = row.putArray("calls");
    for (ModelCall call : rejection.getCallsList()) {
      calls.add(Json.tree(call));
    }
    return Json.line(row);
  }
}
