package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caco.python.PythonValue;
import org.caco.transforms.problem.InputNumbers.Needed;
import org.caco.transforms.problem.StatedNumbers.Mention;
import org.caco.transforms.records.Sample;

/** Whether a problem states the output of its program, beside what it starts from. */
final class GivenAway {
  /** Whole numbers up to here occur in texts for other reasons than being the answer. */
  static final int SMALL = 12;

  /** A longer output is not looked for in the text. */
  private static final int MAX_OUTPUT = 1_000;

  /** Tokens between "answer" and the number. */
  private static final int REACH = 8;

  private static final Set<String> ANSWERS = Set.of("answer", "result", "solution", "output");
  private static final Set<String> ARE = Set.of("is", "equals", "equal", "=", ":", "be", "are");

  /** What comes before a conclusion: so that she has 7, a total of 7. */
  private static final Set<String> CONCLUDES = Set.of("so", "thus", "hence", "therefore", "total");

  private static final Set<String> ENDS = Set.of(".", "?", "!");

  private final String text;
  private final Tokens tokens;
  private final StatedNumbers stated;

  GivenAway(String text, Tokens tokens, StatedNumbers stated) {
    this.text = text;
    this.tokens = tokens;
    this.stated = stated;
  }

  /**
   * @param inputs what the program starts from
   */
  boolean tells(Sample sample, List<InputNumbers> inputs) {
    Optional<BigDecimal> number =
        InputNumbers.number(PythonValue.parse(sample.getExecution().getOutput()));
    return number.isPresent()
        ? tells(number.get().abs(), sample.getProgram().getCode(), inputs)
        : holds(sample.getExecution().getOutputText().strip(), sample.getProgram().getCode());
  }

  private boolean tells(BigDecimal answer, String code, List<InputNumbers> inputs) {
    List<Mention> mentions =
        stated.mentions().stream()
            .filter(each -> each.exact() && each.value().compareTo(answer) == 0)
            .toList();
    if (mentions.isEmpty()) {
      return false;
    }
    boolean small =
        StatedNumbers.isInteger(answer) && answer.compareTo(BigDecimal.valueOf(SMALL)) <= 0;
    NavigableSet<BigDecimal> given = numerals(code);
    for (InputNumbers input : inputs) {
      for (Needed needed : input.numbers()) {
        given.add(needed.number().abs());
      }
      input.sizes().forEach(size -> given.add(BigDecimal.valueOf(size)));
    }
    if (mentions.stream().allMatch(each -> StatedNumbers.isOneOf(each, given))) {
      return false;
    }
    return !small || isSaidToBeTheAnswer(answer);
  }

  /** Whether a list, a fraction or a formula stands in the text. Words may be choices. */
  private boolean holds(String output, String code) {
    boolean written =
        output.length() > 2
            && output.length() <= MAX_OUTPUT
            && output.chars().anyMatch(c -> c >= '0' && c <= '9');
    return written && stands(output) && !code.contains(output);
  }

  /** Whether {@code output} stands in the text, and not as a part of a word or number. */
  private boolean stands(String output) {
    for (int at = text.indexOf(output); at >= 0; at = text.indexOf(output, at + 1)) {
      if (at > 0 && (CodeInText.isWord(text.charAt(at - 1)) || text.charAt(at - 1) == '.')) {
        continue;
      }
      int end = at + output.length();
      boolean continued = false;
      while (end < text.length()
          && (CodeInText.isWord(text.charAt(end)) || text.charAt(end) == '.')) {
        continued |= CodeInText.isWord(text.charAt(end++));
      }
      if (!continued) {
        return true;
      }
    }
    return false;
  }

  /** The answer is 7; the result = $7$; so that she has 7. */
  private boolean isSaidToBeTheAnswer(BigDecimal answer) {
    NumberReader numbers = new NumberReader(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      boolean are = CONCLUDES.contains(tokens.word(i));
      if (!are && !ANSWERS.contains(tokens.word(i))) {
        continue;
      }
      for (int j = i + 1; j < i + REACH && !ENDS.contains(tokens.text(j)); j++) {
        Reading reading = are ? numbers.at(j) : null;
        if (reading != null) {
          if (reading.value().compareTo(answer) == 0) {
            return true;
          }
          break;
        }
        are |= ARE.contains(tokens.text(j));
      }
    }
    return false;
  }

  /** The numbers in digits of a program, by value, so that 2.0 is 2. */
  private static NavigableSet<BigDecimal> numerals(String code) {
    NavigableSet<BigDecimal> numerals = new TreeSet<>();
    Tokens tokens = Tokens.of(code.replace("_", ""));
    for (int i = 0; i < tokens.size(); i++) {
      BigDecimal number = tokens.number(i);
      if (number != null) {
        numerals.add(number);
        numerals.addAll(tokens.get(i).parts());
      }
    }
    return numerals;
  }
}
