package org.caco.transforms.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caco.transforms.export.DatasetRow;
import org.caco.transforms.records.Consistency;
import org.caco.transforms.records.Instance;
import org.caco.transforms.records.Sample;

/**
 * Further problems of a row as JSON lines:
 *
 * <pre>{@code
 * {"id", "row_id": that of the row in the dataset, "index": its place among the row's, from 0,
 *  "prompt": [{"role", "content": the problem, and where to put the final answer}],
 *  "problem", "answer": the text of the program's output, "solution": the answer, boxed,
 *  "input", "output": the program's, as JSON in a text,
 *  "difficulty": 1 - pass_rate of the row, null where one solution was asked for,
 *  "pass_rate", "pass_count", "samples", "model", "toy": those of the row,
 *  "data_source", "ability", "reward_model": {"style", "ground_truth"}}
 * }</pre>
 */
public final class InstanceRow {
  private InstanceRow() {}

  /** The lines of a generator's instances, in their order. */
  public static List<String> toJson(Sample generator) {
    List<String> lines = new ArrayList<>();
    String row = DatasetRow.id(generator);
    for (int i = 0; i < generator.getInstancesCount(); i++) {
      lines.add(Json.line(row(generator, row, i, generator.getInstances(i))));
    }
    return lines;
  }

  private static ObjectNode row(Sample generator, String rowId, int index, Instance instance) {
    Consistency consistency = generator.getConsistency();
    double rate = (double) consistency.getAgreeing() / Math.max(1, consistency.getAttempts());
    ObjectNode row = Json.object();
    row.put("id", instance.getId()).put("row_id", rowId).put("index", index);
    row.putArray("prompt")
        .addObject()
        .put("role", "user")
        .put("content", Table.prompt(instance.getText()));
    row.put("problem", instance.getText())
        .put("answer", instance.getOutputText())
        .put("solution", "\\boxed{" + instance.getOutputText() + "}")
        .put("input", instance.getInput())
        .put("output", instance.getOutput())
        .put("difficulty", consistency.getAttempts() > 1 ? Double.valueOf(1 - rate) : null)
        .put("pass_rate", rate)
        .put("pass_count", consistency.getAgreeing())
        .put("samples", consistency.getAttempts())
        .put("model", DatasetRow.solution(generator).getCall().getModel())
        .put("toy", DatasetRow.isToy(generator))
        .put("data_source", TableRows.SCORER)
        .put("ability", "math");
    row.putObject("reward_model")
        .put("style", "rule")
        .put("ground_truth", instance.getOutputText());
    return row;
  }
}
