package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;

/**
 * What the first rows of a file of seeds were recognised as.
 *
 * @param file its name
 * @param columns those of the first row that makes a seed
 * @param sample that seed
 */
public record SeedFile(String file, List<String> columns, Seed sample) {
  private static final int MAX_SHOWN = 160;
  private static final int MAX_COLUMNS = 30;

  /** A row that is too easy or asks for a proof is read well. */
  private static final Set<String> READ_WELL = Set.of(SeedParser.TOO_EASY, "proof");

  /**
   * Reads rows of a file.
   *
   * @return empty where none of them makes a seed, and one is rejected for what it says
   * @throws IllegalArgumentException with one sentence for a person if none can be read
   */
  static Optional<SeedFile> of(String file, List<String> rows, SeedParser parser) {
    RejectedException first = null;
    boolean readWell = rows.isEmpty();
    Location.Builder location = Location.newBuilder().setFile(file);
    for (int i = 0; i < rows.size(); i++) {
      try {
        Seed seed = parser.parse(rows.get(i), location.setLine(i + 1).build());
        return Optional.of(new SeedFile(file, Row.parse(rows.get(i)).columns(), seed));
      } catch (RejectedException e) {
        readWell |= READ_WELL.contains(e.reason());
        first = first == null ? e : first;
      }
    }
    if (readWell || first == null) {
      return Optional.empty();
    }
    throw new IllegalArgumentException(refusal(file, rows, first, parser));
  }

  private static String refusal(
      String file, List<String> rows, RejectedException first, SeedParser parser) {
    String columns = "";
    String remedy =
        "save it as JSON objects, one a line or in an array, or as Parquet, CSV or TSV, or name"
            + " other files by --seeds";
    try {
      Row row = Row.parse(rows.get(0));
      columns = ", with the columns [" + listed(row.columns()) + "],";
      remedy = remedy(row, rows.size(), parser);
    } catch (RejectedException e) {
      // It has none, as its reason tells.
    }
    String which = rows.size() == 1 ? "its only row" : "none of its first " + rows.size() + " rows";
    return file
        + ": "
        + which
        + columns
        + " is "
        + (rows.size() == 1 ? "no" : "a")
        + " seed ("
        + first.reason()
        + ": "
        + shown(String.valueOf(first.evidence()))
        + "): "
        + remedy
        + ".";
  }

  private static String remedy(Row first, int rows, SeedParser parser) {
    if (parser.fields() != null) {
      return "--seedFields=" + parser.fields() + " does not fit";
    }
    for (String column : rows == 1 ? first.columns() : List.<String>of()) {
      JsonNode value = first.get(Row.key(column));
      if (value.isContainerNode() && !value.isEmpty() && value.elements().next().isObject()) {
        return "if its rows are what the field "
            + shown(column)
            + " holds, save that by itself, else name what to read by --seedFields";
      }
    }
    boolean byColumn =
        rows == 1
            && first.columns().stream()
                .allMatch(column -> first.get(Row.key(column)).isContainerNode());
    return byColumn && !first.columns().isEmpty()
        ? "it holds columns and not rows: save it as one object a row, as pandas does with"
            + " orient=\"records\""
        : "name what to read by --seedFields=problem=COLUMN,solution=COLUMN,answer=COLUMN";
  }

  /** The first columns, and how many more there are. */
  private static String listed(List<String> columns) {
    String first =
        columns.stream().limit(MAX_COLUMNS).map(SeedFile::shown).collect(Collectors.joining(", "));
    int more = columns.size() - MAX_COLUMNS;
    return more > 0 ? first + ", and " + more + " more" : first;
  }

  /** One line that says what was recognised, with the sample. It may hold any character. */
  public String describe() {
    return file
        + ": "
        + sample.getFormat()
        + " rows ("
        + listed(columns)
        + "), e.g. \""
        + shown(sample.getProblem())
        + "\" with "
        + (sample.getAnswer().isEmpty() ? "tests" : "the answer " + shown(sample.getAnswer()))
        + (sample.getSolution().isEmpty() ? " and no solution" : "");
  }

  /** The beginning of a text, on one line. */
  private static String shown(String text) {
    int end = Math.min(text.length(), MAX_SHOWN);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String line = String.join(" ", text.substring(0, end).split("\\s", -1)).strip();
    return end < text.length() ? line + " ..." : line;
  }
}
