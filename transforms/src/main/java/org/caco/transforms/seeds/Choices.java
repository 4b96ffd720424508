package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caco.text.LowerCase;
import org.caco.transforms.records.Seed;

/**
 * Rows that ask to choose, as AQuA's and MathQA's: the answer is the value of the right option, not
 * its letter.
 */
final class Choices {
  private static final List<String> OPTIONS = List.of("options", "choices");
  private static final List<String> RIGHT =
      List.of("correct", "answerkey", "answer", "label", "target", "correct_option", "answer_idx");
  private static final List<String> RATIONALE = List.of("rationale", "solution", "explanation");
  private static final int MAX_OPTIONS = 26;

  private Choices() {}

  static boolean fits(Row row) {
    return row.first(Worded.PROBLEM).isPresent()
        && row.firstFilled(OPTIONS).isPresent()
        && row.first(RIGHT).isPresent();
  }

  static Seed.Builder read(Row row) {
    String options = row.firstFilled(OPTIONS).orElseThrow();
    String right = row.first(RIGHT).orElseThrow();
    List<String> values = values(row, options);
    String answer = row.answer(right);
    Optional<String> value =
        values.contains(answer) && !isIndex(row, right)
            ? Optional.of(answer)
            : at(index(row, right, answer, values.size()), values);
    String solution =
        row.firstFilled(RATIONALE).map(row::optionalText).map(Choices::unquoted).orElse("");
    return row.seed("choice", Worded.problem(row), solution)
        .setAnswer(
            value.orElseThrow(
                () ->
                    row.missingAnswer(
                        right, "'" + answer + "' names none of " + values.size() + " options")));
  }

  private static List<String> values(Row row, String column) {
    JsonNode options = row.nested(column).orElse(row.get(column));
    List<String> values = new ArrayList<>();
    if (options.isObject() && options.path("text").isArray()) {
      options = options.path("text");
    }
    if (options.isTextual()) {
      values.addAll(parts(unquoted(Row.text(column, options))));
    } else if (options.isContainerNode()) {
      for (JsonNode option : options) {
        values.add(withoutLetter(Row.value(row.name(column), option).strip(), values.size()));
      }
    }
    return values;
  }

  /**
   * The options of a text such as {@code a ) 38 , b ) 27.675}, each up to the next one's letter.
   */
  private static List<String> parts(String text) {
    List<String> values = new ArrayList<>();
    int start = letter(text, 0, 0);
    while (start >= 0 && values.size() < MAX_OPTIONS) {
      int next = letter(text, start, values.size() + 1);
      String value = text.substring(start, next < 0 ? text.length() : begin(text, next)).strip();
      values.add(value.endsWith(",") ? value.substring(0, value.length() - 1).strip() : value);
      start = next;
    }
    return values;
  }

  /** Where the letter begins whose bracket ends before {@code value}. */
  private static int begin(String text, int value) {
    int at = value - 1;
    while (!Character.isLetter(text.charAt(at))) {
      at--;
    }
    return at > 0 && text.charAt(at - 1) == '(' ? at - 1 : at;
  }

  /** Behind the letter of an option with its bracket; -1 if it is not there. */
  private static int letter(String text, int from, int index) {
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if ((c == 'a' + index || c == 'A' + index)
          && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))) {
        int bracket = at + 1;
        while (bracket < text.length() && text.charAt(bracket) == ' ') {
          bracket++;
        }
        if (bracket < text.length() && ").:".indexOf(text.charAt(bracket)) >= 0) {
          return bracket + 1;
        }
      }
    }
    return -1;
  }

  private static String withoutLetter(String option, int index) {
    int value = letter(option, 0, index);
    return value >= 0 && value <= 4 ? option.substring(value).strip() : option;
  }

  private static boolean isIndex(Row row, String right) {
    return row.get(right).isNumber();
  }

  /** The place of the option that a letter or a number from 0 names; -1 where none is named. */
  private static int index(Row row, String right, String answer, int options) {
    String name = LowerCase.of(answer.replace("(", "").replace(")", "").strip());
    if (name.length() != 1) {
      return -1;
    }
    char c = name.charAt(0);
    if (c >= '0' && c <= '9') {
      // As a text it may count from 1.
      return isIndex(row, right) && c - '0' < options ? c - '0' : -1;
    }
    int index = c - 'a';
    return index >= 0 && index < options ? index : -1;
  }

  private static Optional<String> at(int index, List<String> values) {
    return index < 0 || values.get(index).isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(index));
  }

  /** MathQA has some texts with quotes around them. */
  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1).strip()
        : text;
  }
}
