package org.caco.transforms.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.caco.hash.ContentHash;

/**
 * What the page shows of a run's records: a sample of bounded size, chosen by hashes of what is
 * shown, so that it is the same in any order of rows and merges, and the distributions of all rows.
 */
final class SampledRun implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows that are shown at most. */
  static final int MAX_ROWS = 1_000;

  /** Examples of a reason at most. */
  static final int MAX_EXAMPLES = 5;

  private static final int MAX_REASONS = 400;

  /** What the rows may take in the page, and the examples of rejections. */
  private static final long ROW_BYTES = 9_000_000;

  private static final long EXAMPLE_BYTES = 5_000_000;

  private final Distributions distributions = new Distributions();
  private final TreeMap<String, String> rows = new TreeMap<>();
  private final TreeMap<String, TreeMap<String, String>> examples = new TreeMap<>();
  private long records;

  /** Adds a row of the dataset. */
  void addRow(JsonNode row) {
    records++;
    distributions.addRow(row);
    // The card's row, which is chosen in the same way, is the first.
    keep(rows, MAX_ROWS, ContentHash.of("sample", row.path("id").asText()), row, Kind.ROW);
  }

  /** Adds a sample that is no row yet. */
  void addProgram(JsonNode sample) {
    records++;
    distributions.addProgram(sample);
    keep(rows, MAX_ROWS, ContentHash.of("sample", sample.path("id").asText()), sample, Kind.SAMPLE);
  }

  /** Adds a rejection. */
  void addRejection(JsonNode row) {
    String reason = row.path("step").asText() + "\n" + row.path("reason").asText();
    String shown = Kind.REJECTION.shown(row);
    TreeMap<String, String> kept = examples.computeIfAbsent(reason, any -> new TreeMap<>());
    kept.put(ContentHash.of("rejection", shown), shown);
    bound(kept, MAX_EXAMPLES);
    bound(examples, MAX_REASONS);
  }

  private static void keep(
      NavigableMap<String, String> kept, int max, String order, JsonNode record, Kind kind) {
    if (kept.size() < max || order.compareTo(kept.lastKey()) < 0) {
      kept.put(order, kind.shown(record));
      bound(kept, max);
    }
  }

  private static void bound(NavigableMap<String, ?> kept, int max) {
    while (kept.size() > max) {
      kept.pollLastEntry();
    }
  }

  void merge(SampledRun other) {
    records += other.records;
    distributions.merge(other.distributions);
    rows.putAll(other.rows);
    bound(rows, MAX_ROWS);
    other.examples.forEach(
        (reason, more) -> {
          TreeMap<String, String> kept = examples.computeIfAbsent(reason, any -> new TreeMap<>());
          kept.putAll(more);
          bound(kept, MAX_EXAMPLES);
        });
    bound(examples, MAX_REASONS);
  }

  ObjectNode json() {
    ObjectNode json = PageFile.JSON.createObjectNode();
    json.put("records", records);
    distributions.putInto(json);
    ArrayNode shown = json.putArray("rows");
    long left = ROW_BYTES;
    for (String row : rows.values()) {
      left -= size(row);
      if (left < 0) {
        break;
      }
      shown.add(PageFile.read(row));
    }
    examples(json.putArray("rejections"));
    return json;
  }

  /** One example of every reason comes before the second of any. */
  private void examples(ArrayNode json) {
    List<Reason> reasons = new ArrayList<>();
    examples.forEach(
        (reason, kept) -> {
          int end = reason.indexOf('\n');
          ArrayNode shown =
              json.addObject()
                  .put("step", reason.substring(0, end))
                  .put("reason", reason.substring(end + 1))
                  .putArray("examples");
          reasons.add(new Reason(shown, kept.values().iterator()));
        });
    long left = EXAMPLE_BYTES;
    for (int round = 0; round < MAX_EXAMPLES; round++) {
      for (Reason reason : reasons) {
        String example = reason.further().hasNext() ? reason.further().next() : "";
        left -= size(example);
        if (!example.isEmpty() && left >= 0) {
          reason.shown().add(PageFile.read(example));
        }
      }
    }
  }

  private record Reason(ArrayNode shown, Iterator<String> further) {}

  /** Bytes in the page, where each {@code <} is written as an escape of six characters. */
  private static long size(String json) {
    return json.getBytes(UTF_8).length + 5 * json.chars().filter(c -> c == '<').count();
  }

  /** Beam wants to know when two are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SampledRun run
        && records == run.records
        && rows.equals(run.rows)
        && examples.equals(run.examples)
        && distributions.equals(run.distributions);
  }

  @Override
  public int hashCode() {
    return rows.hashCode();
  }

  /** What a record is. */
  private enum Kind {
    ROW,
    SAMPLE,
    REJECTION;

    String shown(JsonNode record) {
      return PageFile.line(
          switch (this) {
            case ROW -> ShownRecord.ofRow(record);
            case SAMPLE -> ShownRecord.ofSample(record);
            case REJECTION -> ShownRecord.ofRejection(record);
          });
    }
  }
}
