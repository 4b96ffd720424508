package org.caco.transforms.seeds;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Kind;
import org.caco.python.PythonLexer.Line;
import org.caco.python.PythonLexer.Token;

/**
 * Reads what an assert of a Python test expects, without running it: the right side of {@code
 * assert LEFT == RIGHT}, or {@code True} for any other condition.
 */
final class FirstAssert {
  /** Outside of brackets these make a condition more than one equation. */
  private static final Set<String> COMPOUND =
      Set.of(
          "and", "or", "not", "is", "in", "if", "else", "lambda", "!", "!=", "<", "<=", ">", ">=");

  private FirstAssert() {}

  /** What the first assert of {@code test} expects; empty if there is none that can be read. */
  static Optional<String> expected(String test) {
    return PythonLexer.lines(test).stream()
        .filter(line -> line.tokens().get(0).is("assert"))
        .findFirst()
        .flatMap(line -> expected(test, line));
  }

  private static Optional<String> expected(String test, Line line) {
    List<Token> tokens = line.tokens();
    int depth = 0;
    int equation = -1;
    boolean compound = false;
    int at = 1;
    for (; at < tokens.size(); at++) {
      Token token = tokens.get(at);
      if (depth == 0 && (token.is(",") || token.is(";"))) {
        break;
      }
      depth += token.nesting();
      if (depth < 0 || (token.kind() == Kind.STRING && !token.isClosed())) {
        return Optional.empty();
      }
      if (depth == 0) {
        compound |= COMPOUND.contains(token.text());
        if (token.is("==")) {
          compound |= equation >= 0;
          equation = token.end();
        }
      }
    }
    if (depth > 0 || at == 1) {
      return Optional.empty();
    }
    return equation < 0 || compound
        ? Optional.of("True")
        : Optional.of(test.substring(equation, tokens.get(at - 1).end()).strip())
            .filter(right -> !right.isEmpty());
  }
}
