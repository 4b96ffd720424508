package org.caco.transforms.seeds;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Kind;
import org.caco.python.PythonLexer.Line;
import org.caco.python.PythonLexer.Token;

/**
 * Takes the asserts out of a module of tests, each with the lines that make what it speaks of.
 * Asserts within loops and conditions are left out: they do not stand by themselves.
 */
final class PythonTests {
  private static final int MAX_ASSERTS = 100;

  /** What an assert needs of the lines before it is no longer than this. */
  private static final int MAX_BEFORE = 4_000;

  private static final Set<String> OPENERS =
      Set.of("for", "while", "if", "elif", "else", "try", "except", "finally", "with", "match");
  private static final Set<String> CONSTANTS = Set.of("True", "False", "None");

  private final String source;
  private final List<Line> lines;
  private final List<String> asserts = new ArrayList<>();

  private PythonTests(String source) {
    this.source = source;
    this.lines = PythonLexer.lines(source);
  }

  /** The asserts of the tests' functions and of the module itself, at most 100. */
  static List<String> asserts(String source) {
    PythonTests tests = new PythonTests(source);
    tests.read();
    return tests.asserts;
  }

  /**
   * What the assert at the end of {@code test} expects, where that is a value as it stands: the
   * right or the left side of its equation, or {@code True} for any other condition.
   */
  static Optional<String> expected(String test) {
    List<Line> all = PythonLexer.lines(test);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String last = test.substring(all.get(all.size() - 1).tokens().get(0).start());
    Optional<String> right = FirstAssert.expected(last);
    if (right.isEmpty() || isValue(right.get())) {
      return right;
    }
    Optional<String> named = assigned(test, all, right.get()).filter(PythonTests::isValue);
    return named.isPresent() ? named : left(last);
  }

  /** The left side of an equation that has the call on its right. */
  private static Optional<String> left(String test) {
    int depth = 0;
    for (Token token : PythonLexer.tokens(test)) {
      depth += token.nesting();
      if (depth == 0 && token.is("==")) {
        String left = test.substring("assert".length(), token.start()).strip();
        return Optional.of(left).filter(PythonTests::isValue);
      }
    }
    return Optional.empty();
  }

  /** The right side of the only assignment to a name. */
  private static Optional<String> assigned(String test, List<Line> lines, String name) {
    Optional<String> value = Optional.empty();
    for (Line line : lines) {
      List<Token> tokens = line.tokens();
      if (tokens.size() > 2 && tokens.get(0).is(name) && tokens.get(1).is("=")) {
        if (value.isPresent()) {
          return Optional.empty();
        }
        int end = tokens.get(tokens.size() - 1).end();
        value = Optional.of(test.substring(tokens.get(1).end(), end).strip());
      }
    }
    return value;
  }

  /** Whether an expression is made of constants alone. */
  private static boolean isValue(String expression) {
    List<Token> tokens = PythonLexer.tokens(expression);
    return !tokens.isEmpty()
        && tokens.stream()
            .allMatch(
                token ->
                    token.kind() == Kind.NAME
                        ? CONSTANTS.contains(token.text())
                        : token.kind() != Kind.STRING || !token.prefix().contains("f"));
  }

  private void read() {
    int at = 0;
    while (at < lines.size() && asserts.size() < MAX_ASSERTS) {
      Line line = lines.get(at);
      if (line.tokens().get(0).is("def")) {
        at = function(at);
      } else {
        if (line.tokens().get(0).is("assert")) {
          asserts.add(text(line));
        }
        at++;
      }
    }
  }

  /** Reads the function that begins at a line, and says where it ends. */
  private int function(int start) {
    int end = start + 1;
    while (end < lines.size() && lines.get(end).column() > lines.get(start).column()) {
      end++;
    }
    if (end == start + 1) {
      return end;
    }
    int column = lines.get(start + 1).column();
    Set<String> names = new HashSet<>();
    StringBuilder before = new StringBuilder();
    for (int i = start + 1; i < end && asserts.size() < MAX_ASSERTS; i++) {
      Line line = lines.get(i);
      Token first = line.tokens().get(0);
      if (line.column() != column || OPENERS.contains(first.text()) || first.is("def")) {
        // What a block leaves behind is not known here.
        if (line.column() != column) {
          names.add("");
        }
        continue;
      }
      if (first.is("assert")) {
        add(line, before, names);
      } else if (line.tokens().size() > 1) {
        String code = text(line);
        if (before.length() + code.length() > MAX_BEFORE) {
          names.add("");
        } else {
          before.append(code).append('\n');
        }
        line.tokens().stream()
            .takeWhile(token -> !token.is("="))
            .filter(token -> token.kind() == Kind.NAME)
            .forEach(token -> names.add(token.text()));
      }
    }
    return end;
  }

  private void add(Line line, CharSequence before, Set<String> names) {
    String test = text(line);
    boolean needs = line.tokens().stream().anyMatch(token -> names.contains(token.text()));
    if (!needs) {
      asserts.add(test);
    } else if (!names.contains("")) {
      asserts.add(before + test);
    }
  }

  private String text(Line line) {
    List<Token> tokens = line.tokens();
    return source.substring(tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
  }
}
