package org.caco.transforms.seeds;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caco.text.LowerCase;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;

/**
 * Which columns hold what, as a user names them, for rows of no known shape or of one that is to be
 * read otherwise: {@code problem=query,solution=response,answer=meta.keys[0].value}. A path leads
 * into objects and lists, also into those that are written as JSON in a text; {@code [-1]} is the
 * last of a list. Names have any case; where a column's own name has a dot or bracket in it, that
 * is the column.
 */
public final class SeedFields implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final List<String> ALL =
      List.of("problem", "solution", "answer", "id", "source", "split", "domain", "solveRate");
  private static final List<String> PROBLEM_ALONE = List.of("problem");

  // By their role. Each a path.
  private final Map<String, FieldPath> paths;

  private SeedFields(Map<String, FieldPath> paths) {
    this.paths = paths;
  }

  /**
   * The fields of seeds: {@code problem}, and {@code solution} or {@code answer} or both; {@code
   * id}, {@code source}, {@code split}, {@code domain} and {@code solveRate} if wanted.
   *
   * @throws IllegalArgumentException with what is wrong with the text
   */
  public static SeedFields of(String text) {
    SeedFields fields = new SeedFields(parse(text, ALL));
    if (!fields.has("solution") && !fields.has("answer")) {
      throw new IllegalArgumentException(
          "it names neither solution nor answer, as in problem=COLUMN,answer=COLUMN");
    }
    return fields;
  }

  /**
   * The field of a benchmark's problems, {@code problem}.
   *
   * @throws IllegalArgumentException with what is wrong with the text
   */
  public static SeedFields ofProblems(String text) {
    return new SeedFields(parse(text, PROBLEM_ALONE));
  }

  private static Map<String, FieldPath> parse(String text, List<String> known) {
    Map<String, FieldPath> paths = new LinkedHashMap<>();
    for (String entry : text.split(",", -1)) {
      int equals = entry.indexOf('=');
      String role = equals < 0 ? entry.strip() : entry.substring(0, equals).strip();
      if (equals < 0) {
        throw new IllegalArgumentException(
            "'" + entry.strip() + "' is not FIELD=COLUMN, as in problem=query");
      }
      if (!known.contains(role)) {
        throw new IllegalArgumentException(
            "'" + role + "' is none of " + String.join(", ", known) + ", which stand before '='");
      }
      if (paths.put(role, FieldPath.of(entry.substring(equals + 1).strip())) != null) {
        throw new IllegalArgumentException("it names " + role + " twice");
      }
    }
    if (!paths.containsKey("problem")) {
      throw new IllegalArgumentException("it names no problem, as in problem=COLUMN");
    }
    return paths;
  }

  private boolean has(String role) {
    return paths.containsKey(role);
  }

  /** The row with the named fields in place of the columns that are called as they are. */
  Row rename(Row row) {
    ObjectNode found = JsonNodeFactory.instance.objectNode();
    Map<String, String> names = new LinkedHashMap<>();
    paths.forEach(
        (role, path) -> {
          JsonNode value = path.in(row);
          if (!value.isMissingNode()) {
            found.set(path.toString(), value);
          }
          names.put(LowerCase.of(role), path.toString());
        });
    if (found.isEmpty()) {
      throw new RejectedException(
          "unknown_format",
          "the fields " + row.columns() + " have nothing where " + this + " looks");
    }
    return row.with(found, names);
  }

  /** The seed in a renamed row, without id and location. */
  Seed.Builder seed(Row row) {
    String problem = problem(row);
    String solution = has("solution") ? said(row, "solution", Chats.ASSISTANT) : "";
    if (has("answer")) {
      // Where it is named, no other will do.
      row.answer("answer");
      return Worded.answered(row, problem, solution, "answer").setFormat("fields");
    }
    return Worded.ofSolution(row, problem, solution, "solution", true).setFormat("fields");
  }

  /** The problem in a renamed row. */
  String problem(Row row) {
    String problem = said(row, "problem", Chats.USER);
    return problem.isEmpty() ? row.text("problem") : FixedInstructions.without(problem);
  }

  /** A text, or what one side says last where it is a chat. */
  private static String said(Row row, String role, Set<String> side) {
    if (Chats.isChat(row, role)) {
      return Chats.lastOf(row.nested(role), side).orElse("");
    }
    return row.isFilled(role) ? row.text(role) : "";
  }

  /** As {@link #of} takes it. */
  @Override
  public String toString() {
    return paths.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(joining(","));
  }
}
