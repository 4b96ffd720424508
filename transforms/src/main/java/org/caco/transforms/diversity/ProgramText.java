package org.caco.transforms.diversity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What of a program is embedded to compare it with others: its input and its functions, without
 * what can be exchanged and leave the problem as it is. Numbers are all written 0, functions f, and
 * the variables of functions v1, v2 and so on in the order of their first assignment. The names of
 * the inputs stay, because they say what the problem is about; so do texts.
 *
 * <p>A program without an input has a {@link StoryText}.
 *
 * <p>So a program with other numbers or other names for its steps has the same text. Measured on
 * 500 programs unified from GSM8K, and on 500 that the embedded model varied from 150 of them: all
 * stay at cosine 0.95, while the plain code of a program whose variables are renamed has a cosine
 * of 0.87 with the program, and even different programs reach 0.90.
 */
final class ProgramText {
  /** What a line of the module begins with that is the same in every program. */
  static final Set<String> BOILERPLATE = Set.of("import", "from", "print", "output");

  private final List<PythonLines.Line> lines;
  private final Set<String> parameters = new HashSet<>();
  private final Map<String, String> names = new HashMap<>();
  private int variables;

  private ProgramText(List<PythonLines.Line> lines) {
    this.lines = lines;
  }

  /** The text of {@code code}; of code that is nothing but boilerplate, its normalised form. */
  static String of(String code) {
    List<PythonLines.Line> lines = PythonLines.of(code);
    String text;
    if (lines.stream().anyMatch(ProgramText::isInput)) {
      ProgramText program = new ProgramText(lines);
      program.findNames();
      text = program.text();
    } else {
      text = StoryText.of(lines, PythonLines.comments(code));
    }
    return text.isEmpty() ? NormalisedCode.of(code) : text;
  }

  /** Whether a line gives the program an input with at least one key. */
  private static boolean isInput(PythonLines.Line line) {
    List<String> tokens = line.tokens();
    return line.depth() == 0
        && tokens.size() > 3
        && tokens.get(0).equals("input")
        && tokens.get(1).equals("=")
        && tokens.get(2).equals("{")
        && !tokens.get(3).equals("}");
  }

  private void findNames() {
    for (PythonLines.Line line : lines) {
      List<String> tokens = line.tokens();
      if (tokens.get(0).equals("def") && tokens.size() > 1) {
        tokens.stream().skip(2).forEach(parameters::add);
        names.put(tokens.get(1), "f");
      }
    }
    for (PythonLines.Line line : lines) {
      if (line.depth() > 0) {
        targets(line.tokens()).forEach(this::addVariable);
      }
    }
  }

  private void addVariable(String name) {
    if (!parameters.contains(name) && !names.containsKey(name)) {
      variables++;
      names.put(name, "v" + variables);
    }
  }

  /** The names that a line assigns to, by {@code =} or by {@code for ... in}. */
  static List<String> targets(List<String> tokens) {
    List<String> targets = new ArrayList<>();
    int equals = assignment(tokens);
    boolean looping = false;
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (token.equals("for") || token.equals("in")) {
        looping = token.equals("for");
      } else if ((looping || i < equals) && isName(token) && isWhole(tokens, i)) {
        targets.add(token);
      }
    }
    return targets;
  }

  /** The place of the {@code =} of an assignment, or -1. */
  static int assignment(List<String> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (token.equals("(") || token.equals("[") || token.equals("{") || token.equals(":")) {
        return -1;
      }
      if (token.equals("=")) {
        boolean compares =
            (i + 1 < tokens.size() && tokens.get(i + 1).equals("="))
                || (i > 0 && "<>!".contains(tokens.get(i - 1)));
        return compares ? -1 : i;
      }
    }
    return -1;
  }

  /** Whether the name at {@code i} is no part of an attribute. */
  private static boolean isWhole(List<String> tokens, int i) {
    return (i == 0 || !tokens.get(i - 1).equals("."))
        && (i + 1 == tokens.size() || !tokens.get(i + 1).equals("."));
  }

  private String text() {
    StringJoiner text = new StringJoiner("\n");
    for (PythonLines.Line line : lines) {
      if (line.depth() == 0 && BOILERPLATE.contains(line.tokens().get(0))) {
        continue;
      }
      StringJoiner words = new StringJoiner(" ");
      line.tokens().forEach(token -> words.add(word(token)));
      text.add(" ".repeat(line.depth()) + words);
    }
    return text.toString();
  }

  private String word(String token) {
    return isNumber(token) ? "0" : names.getOrDefault(token, token).replace('_', ' ');
  }

  static boolean isNumber(String token) {
    char first = token.charAt(0);
    return (first >= '0' && first <= '9') || (first == '.' && token.length() > 1);
  }

  static boolean isName(String token) {
    return Character.isUnicodeIdentifierStart(token.charAt(0)) || token.charAt(0) == '_';
  }
}
