package org.caco.transforms.derive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.caco.hash.ContentHash;
import org.caco.transforms.export.DatasetRow;
import org.caco.transforms.records.Solution;

/** Pairs of a right and a wrong solution of a sample's problem. */
final class PreferenceRows {
  private static final int MAX_PAIRS = 4;

  private PreferenceRows() {}

  static List<String> of(DeriveRows.Row row) {
    Set<String> seen = new LinkedHashSet<>();
    return row.sample().getSolutionsList().stream()
        .filter(PreferenceRows::isWrong)
        .filter(solution -> seen.add(solution.getText()))
        .limit(MAX_PAIRS)
        .map(solution -> pair(row, solution))
        .toList();
  }

  /** Whether it has an answer, of which it is known that it is another than the program's. */
  static boolean isWrong(Solution solution) {
    return !solution.getAgrees()
        && !solution.getAnswer().isEmpty()
        && solution.getReason().startsWith("different_");
  }

  private static String pair(DeriveRows.Row row, Solution wrong) {
    ObjectNode pair = Json.object();
    pair.put("id", ContentHash.of("preference", row.id(), wrong.getText()));
    pair.put("row_id", row.id());
    Json.turn(pair.putArray("prompt"), "user", row.sample().getProblem().getText());
    Json.turn(pair.putArray("chosen"), "assistant", DatasetRow.solution(row.sample()).getText());
    Json.turn(pair.putArray("rejected"), "assistant", wrong.getText());
    pair.put("answer", row.sample().getExecution().getOutputText());
    pair.put("rejected_answer", wrong.getAnswer());
    pair.put("toy", row.toy());
    return Json.line(pair);
  }
}
