package org.caco.transforms.seeds;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    try {
      columns = ", with the columns " + Row.parse(rows.get(0)).columns() + ",";
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
        + (parser.fields() == null
            ? "name what to read by --seedFields=problem=COLUMN,solution=COLUMN,answer=COLUMN"
            : "--seedFields=" + parser.fields() + " does not fit")
        + ".";
  }

  /** One line that says what was recognised, with the sample. It may hold any character. */
  public String describe() {
    return file
        + ": "
        + sample.getFormat()
        + " rows ("
        + String.join(", ", columns)
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
