package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * A logical line of Python: its indentation and its text, joined over open brackets and without its
 * comment.
 */
record PythonLine(int indent, String text) {
  private static final int MAX_LENGTH = 20_000;

  PythonTokens tokens() {
    return new PythonTokens(text);
  }

  static List<PythonLine> split(String program) {
    if (program.length() > MAX_LENGTH) {
      throw new CannotException("the program is too long");
    }
    List<PythonLine> lines = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    int indent = 0;
    int depth = 0;
    for (String raw : program.split("\r?\n", -1)) {
      String text = withoutComment(raw);
      if (depth == 0) {
        if (text.isBlank()) {
          continue;
        }
        indent = text.length() - text.stripLeading().length();
        open.setLength(0);
      }
      open.append(text.strip()).append(' ');
      depth += depth(text);
      if (depth <= 0) {
        lines.add(new PythonLine(indent, open.toString().strip()));
        depth = 0;
      }
    }
    if (depth > 0) {
      throw new CannotException("a bracket that is never closed");
    }
    return lines;
  }

  private static String withoutComment(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '#') {
        return line.substring(0, i);
      }
    }
    return line;
  }

  private static int depth(String line) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      }
    }
    return depth;
  }
}
