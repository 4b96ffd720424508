package org.caco.transforms.diversity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.caco.text.LowerCase;

/**
 * What is embedded of a program without an input, whose problem would be told by nothing else than
 * its names: the text that it would have in the unified form, with its constants as the input.
 *
 * <p>A constant is a name that is assigned once, to something without names. It goes to the input,
 * and keeps its words; so do functions, the names that are returned, texts, and the words of
 * comments. All other names are written v1, v2 and so on, numbers 0 and lists of numbers [ 0 ], as
 * a table of other length is no other problem. Digits in names go for the same reason.
 */
final class StoryText {
  private static final Set<String> LITERALS = Set.of("True", "False", "None");
  private static final String NUMBER = "0";
  // More would drown what the program does.
  private static final int MAX_COMMENT_WORDS = 40;
  private static final int MIN_COMMENT_WORD = 4;

  private final List<PythonLines.Line> lines;
  private final List<String> comments;
  private final Set<String> functions = new LinkedHashSet<>();
  private final Set<String> kept = new LinkedHashSet<>();
  private final Map<String, Integer> assignments = new HashMap<>();
  private final Map<String, List<String>> constants = new LinkedHashMap<>();
  private final Map<String, String> variables = new HashMap<>();

  private StoryText(List<PythonLines.Line> lines, List<String> comments) {
    this.lines = lines;
    this.comments = comments;
  }

  /** The text of a program of these lines, empty where they are nothing but boilerplate. */
  static String of(List<PythonLines.Line> lines, List<String> comments) {
    StoryText text = new StoryText(lines, comments);
    text.findNames();
    return text.text();
  }

  private void findNames() {
    kept.add("output");
    for (PythonLines.Line line : lines) {
      List<String> tokens = line.tokens();
      String first = tokens.get(0);
      if (first.equals("def")) {
        // Parameters are told apart by position in the calls, but say what they are.
        tokens.stream().skip(1).filter(ProgramText::isName).forEach(kept::add);
        functions.add(tokens.size() > 1 ? tokens.get(1) : "");
      } else if (first.equals("return")) {
        tokens.stream().skip(1).filter(ProgramText::isName).forEach(kept::add);
      }
      for (String name : ProgramText.targets(tokens)) {
        assignments.merge(name, 1, Integer::sum);
      }
    }
    for (PythonLines.Line line : lines) {
      List<String> tokens = line.tokens();
      if (isConstant(tokens)) {
        constants.put(tokens.get(0), tokens.subList(2, tokens.size()));
      }
    }
    for (PythonLines.Line line : lines) {
      for (String name : ProgramText.targets(line.tokens())) {
        if (!kept.contains(name) && !constants.containsKey(name)) {
          variables.computeIfAbsent(name, any -> "v" + (variables.size() + 1));
        }
      }
    }
  }

  /** Whether a line assigns a name once and for all to something without names. */
  private boolean isConstant(List<String> tokens) {
    return tokens.size() > 2
        && tokens.get(1).equals("=")
        && ProgramText.assignment(tokens) == 1
        && assignments.getOrDefault(tokens.get(0), 0) == 1
        && tokens.stream()
            .skip(2)
            .allMatch(token -> LITERALS.contains(token) || !ProgramText.isName(token));
  }

  private String text() {
    StringJoiner text = new StringJoiner("\n");
    if (!constants.isEmpty()) {
      StringJoiner input = new StringJoiner(" , ", "input = { ", " }");
      constants.forEach(
          (name, value) -> input.add("'" + words(name) + "' : " + String.join(" ", of(value))));
      text.add(input.toString());
    }
    for (PythonLines.Line line : lines) {
      if (!isConstant(line.tokens()) && !isBoilerplate(line)) {
        text.add(" ".repeat(line.depth()) + String.join(" ", of(line.tokens())));
      }
    }
    String told = commentWords();
    if (!told.isEmpty()) {
      text.add("# " + told);
    }
    return text.toString();
  }

  /** Whether a line does nothing but run the rest and show what comes of it. */
  private boolean isBoilerplate(PythonLines.Line line) {
    List<String> tokens = line.tokens();
    if (line.depth() > 0 || !ProgramText.BOILERPLATE.contains(tokens.get(0))) {
      return false;
    }
    // What a program without a function computes may stand there.
    boolean computes = tokens.get(0).equals("output") || tokens.get(0).equals("print");
    return !computes || tokens.size() < 5 || tokens.stream().anyMatch(functions::contains);
  }

  /** The tokens as they are written in the text; of numbers in a row, one. */
  private List<String> of(List<String> tokens) {
    List<String> written = new ArrayList<>();
    for (String token : tokens) {
      String word = word(token);
      int size = written.size();
      boolean repeats =
          word.equals(NUMBER)
              && size > 1
              && written.get(size - 1).equals(",")
              && written.get(size - 2).equals(NUMBER);
      if (repeats) {
        written.remove(size - 1);
      } else {
        written.add(word);
      }
    }
    return written;
  }

  private String word(String token) {
    if (ProgramText.isNumber(token)) {
      return NUMBER;
    }
    return ProgramText.isName(token) ? variables.getOrDefault(token, words(token)) : token;
  }

  /** The words of a name: without digits, cut at underscores and where a capital begins. */
  private static String words(String name) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
        words.append(' ');
      }
      words.append(c == '_' || (c >= '0' && c <= '9') ? ' ' : c);
    }
    String written = String.join(" ", words.toString().trim().split(" +", -1));
    return written.isEmpty() ? name : written;
  }

  private String commentWords() {
    Set<String> words = new LinkedHashSet<>();
    for (String comment : comments) {
      StringBuilder word = new StringBuilder();
      for (int i = 0; i <= comment.length(); i++) {
        if (i < comment.length() && Character.isLetter(comment.charAt(i))) {
          word.append(comment.charAt(i));
        } else {
          if (word.length() >= MIN_COMMENT_WORD && words.size() < MAX_COMMENT_WORDS) {
            words.add(LowerCase.of(word.toString()));
          }
          word.setLength(0);
        }
      }
    }
    return String.join(" ", words);
  }
}
