package org.caco.sandbox;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.caco.python.PythonValue;

/**
 * The rule filter of the released Caco scripts, with reads of {@code input} also taken from the
 * syntax tree. That no value has more than 10,000 digits is kept by the encoding.
 */
final class ReleasedRules {
  private static final int MIN_LINES = 6;
  private static final PythonValue NONE = new PythonValue.None();

  private ReleasedRules() {}

  /** The first rule that a result breaks. */
  static Optional<String> broken(SandboxResult result) {
    Facts facts = result.facts();
    if (facts.codeLines() < MIN_LINES) {
      return Optional.of(
          "too_few_lines: " + facts.codeLines() + " lines, at least " + MIN_LINES + " are needed");
    }
    Optional<PythonValue.Dict> input =
        Optional.ofNullable(result.input()).flatMap(PythonValue.Dict::of);
    if (input.isEmpty()) {
      return Optional.of("no_input: `input` is not a dict with entries");
    }
    PythonValue output = result.output() == null ? NONE : PythonValue.parse(result.output());
    if (output.equals(NONE) || output.isEmpty()) {
      return Optional.of("no_output: `output` is " + result.output());
    }
    Set<String> unread = new LinkedHashSet<>();
    for (PythonValue.Entry entry : input.get().entries()) {
      if (entry.key() instanceof PythonValue.Text key) {
        unread.add(key.value());
      }
    }
    if (facts.inputKeysRead().contains("*")) {
      unread.clear();
    }
    unread.removeAll(facts.inputKeysRead());
    unread.removeAll(facts.names());
    return unread.isEmpty()
        ? Optional.empty()
        : Optional.of("input_unread: " + String.join(", ", unread));
  }
}
