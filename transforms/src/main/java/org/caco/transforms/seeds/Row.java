package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.caco.text.LowerCase;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;
import org.jspecify.annotations.Nullable;

/**
 * A row of a data set: its columns by name, whatever the case of its letters. A value that is null
 * is not there.
 */
final class Row {
  /** A row without columns. */
  static final Row EMPTY = of(JsonNodeFactory.instance.objectNode());

  private static final List<String> NAMES =
      List.of("id", "task_id", "unique_id", "question_id", "problem_id", "uuid");

  private final JsonNode object;
  private final Columns columns;
  // Columns of JSON in a text that have been read, since tests can be long.
  private final Map<String, Optional<JsonNode>> parsed = new HashMap<>(4);

  private Row(JsonNode object, Columns columns) {
    this.object = object;
    this.columns = columns;
  }

  /**
   * The row in a line.
   *
   * @throws RejectedException for the reasons {@code invalid_json} and {@code not_an_object}
   */
  static Row parse(String line) {
    return parse(line, null);
  }

  /**
   * The same, where the columns may be those of another row.
   *
   * @param last that row's
   */
  static Row parse(String line, @Nullable Columns last) {
    JsonNode row = JsonText.read(line);
    if (!row.isObject()) {
      throw new RejectedException(
          "not_an_object", "a JSON " + typeOf(row) + " where an object is expected");
    }
    return new Row(row, Columns.of(row, last));
  }

  private static Row of(ObjectNode object) {
    return new Row(object, Columns.of(object, Map.of()));
  }

  /** A column's name as columns are looked up: in small letters, with underscores for spaces. */
  static String key(String name) {
    return Columns.key(name);
  }

  /** The columns, for the next row. */
  Columns sameColumns() {
    return columns;
  }

  /** The columns in their order, as they are written. */
  List<String> columns() {
    return columns.names();
  }

  /**
   * The same row with more fields.
   *
   * @param fields by what they are to be called in messages
   * @param names which of the fields a column is, by the column's name in small letters
   */
  Row with(ObjectNode fields, Map<String, String> names) {
    ObjectNode all = ((ObjectNode) object).objectNode();
    all.setAll((ObjectNode) object);
    all.setAll(fields);
    return new Row(all, Columns.of(all, names));
  }

  /** Whether there is a column of this name, even if it holds null. */
  boolean hasColumn(String column) {
    return columns.written(column) != null;
  }

  boolean hasColumns(String... names) {
    for (String name : names) {
      if (!hasColumn(name)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The first of these columns that holds more than null or an empty text.
   *
   * @param names a constant
   */
  Optional<String> firstFilled(List<String> names) {
    for (String column : columns.among(names)) {
      if (isFilled(column)) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }

  /**
   * The first of these columns that is there, a filled one before an empty one.
   *
   * @param names a constant
   */
  Optional<String> first(List<String> names) {
    Optional<String> filled = firstFilled(names);
    List<String> there = columns.among(names);
    return filled.isPresent() || there.isEmpty() ? filled : Optional.of(there.get(0));
  }

  /**
   * Those of these columns that are there.
   *
   * @param names a constant
   */
  List<String> among(List<String> names) {
    return columns.among(names);
  }

  boolean has(String column) {
    return !get(column).isMissingNode();
  }

  boolean isFilled(String column) {
    JsonNode value = get(column);
    return !value.isMissingNode() && !(value.isTextual() && value.textValue().isBlank());
  }

  boolean isText(String column) {
    return get(column).isTextual();
  }

  /** The value of a column; a missing one where it is null or not there. */
  JsonNode get(String column) {
    String name = columns.written(column);
    JsonNode value = name == null ? null : object.get(name);
    return value == null || value.isNull() ? MissingNode.getInstance() : value;
  }

  /** An array or object in a column, also one that is written as JSON in a text. */
  Optional<JsonNode> nested(String column) {
    JsonNode value = get(column);
    if (value.isContainerNode()) {
      return Optional.of(value);
    }
    return value.isTextual()
        ? parsed.computeIfAbsent(column, name -> JsonText.nested(value.textValue()))
        : Optional.empty();
  }

  /**
   * The text of a column.
   *
   * @throws RejectedException with reason {@code missing_field} or {@code wrong_type}
   */
  String text(String column) {
    if (!has(column)) {
      throw missingField(column, "it is missing");
    }
    String text = text(name(column), get(column));
    if (text.isBlank()) {
      throw missingField(column, "it is empty");
    }
    return text;
  }

  /** The text of a column, empty where there is none. */
  String optionalText(String column) {
    return isFilled(column) ? value(name(column), get(column)) : "";
  }

  /**
   * A known answer: a text, a number as it is written, {@code True} or {@code False}, or a list of
   * these with commas between them.
   *
   * @throws RejectedException with reason {@code missing_answer} or {@code wrong_type}
   */
  String answer(String column) {
    if (!has(column)) {
      throw missingAnswer(column, "it is missing");
    }
    String answer = value(name(column), get(column)).strip();
    if (answer.isEmpty()) {
      throw missingAnswer(column, "it is empty");
    }
    return answer;
  }

  /**
   * A value as a text.
   *
   * @param place what to call it where it is none
   */
  static String value(String place, JsonNode value) {
    if (value.isNumber()) {
      return value.textValue();
    } else if (value.isBoolean()) {
      return value.booleanValue() ? "True" : "False";
    } else if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      for (JsonNode element : value) {
        if (element.isContainerNode() || element.isNull()) {
          throw wrongType(place, "a list of texts", element);
        }
        texts.add(value(place, element));
      }
      return String.join(", ", texts);
    }
    return text(place, value);
  }

  /** The texts of a column that holds a list of them. */
  List<String> texts(String column) {
    if (!has(column)) {
      throw missingField(column, "it is missing");
    }
    JsonNode array = nested(column).orElse(get(column));
    if (!array.isArray()) {
      throw wrongType(name(column), "an array of strings", array);
    }
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(text(name(column), element)));
    return texts;
  }

  /** A seed of this row that has no answer yet. */
  Seed.Builder seed(String format, String problem, String solution) {
    return Seed.newBuilder()
        .setFormat(format)
        .setName(rowName())
        .setProblem(problem)
        .setSolution(solution);
  }

  private String rowName() {
    for (String column : columns.among(NAMES)) {
      JsonNode value = get(column);
      if (value.isNumber() || (value.isTextual() && !value.textValue().isBlank())) {
        return value(column, value);
      }
    }
    return "";
  }

  /** Text as seeds hold it: ends of lines are line feeds, and none are at its end. */
  static String text(String place, JsonNode value) {
    if (!value.isTextual()) {
      throw wrongType(place, "a string", value);
    }
    String text = value.textValue();
    // Protobuf would write a question mark for it.
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          throw new RejectedException(
              "lone_surrogate",
              String.format(
                  Locale.ROOT, "field %s: \\u%04x stands alone", place, (int) text.charAt(i)));
        }
        i++;
      }
    }
    // Leading blanks may be a program's indentation.
    return text.replace("\r\n", "\n").stripTrailing();
  }

  /** The column's name as the row writes it. */
  String name(String column) {
    String name = columns.written(column);
    return name == null ? column : name;
  }

  RejectedException missingField(String column, String why) {
    return new RejectedException("missing_field", "field " + name(column) + ": " + why);
  }

  RejectedException missingAnswer(String column, String why) {
    return new RejectedException("missing_answer", "field " + name(column) + ": " + why);
  }

  static RejectedException wrongType(String place, String expected, JsonNode value) {
    return new RejectedException(
        "wrong_type",
        String.format(
            Locale.ROOT,
            "field %s: a JSON %s where %s is expected",
            place,
            typeOf(value),
            expected));
  }

  private static String typeOf(JsonNode node) {
    return LowerCase.of(node.getNodeType().name());
  }
}
