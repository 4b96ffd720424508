package org.caco.transforms.program;

import java.util.ArrayList;
import java.util.List;

/** Takes off code what pages, terminals and word processors put on it. */
final class Mended {
  private Mended() {}

  /** The text with one kind of line end, and without marks and spaces that cannot be seen. */
  static String text(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\ufeff', '\u200b', '\u2060' -> {}
        case '\u00a0' -> plain.append(' ');
        case '\r' -> {
          if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
            plain.append('\n');
          }
        }
        default -> plain.append(c);
      }
    }
    return plain.toString();
  }

  /** The code without prompts, numbers of lines, entities, curly quotes and common indentation. */
  static String code(String block) {
    String code = withoutPrompts(block);
    code = withoutLineNumbers(code);
    code = withoutEntities(code);
    code = withStraightQuotes(code);
    code = code.contains("(\\*\\*") ? code.replace("\\*", "*").replace("\\_", "_") : code;
    String plain = trimmed(dedented(code));
    // Where a fence's language has got into the block.
    return plain.startsWith("python\n") ? plain.substring("python\n".length()) : plain;
  }

  /** The lines without blank ones at both ends, and with a newline; empty if all are blank. */
  static String trimmed(String code) {
    String end = code.stripTrailing();
    int start = 0;
    for (int newline = end.indexOf('\n'); newline >= 0; newline = end.indexOf('\n', start)) {
      if (!end.substring(start, newline).isBlank()) {
        break;
      }
      start = newline + 1;
    }
    return end.isEmpty() ? "" : end.substring(start) + "\n";
  }

  /** What was typed at Python's prompts, where the text has them; not what was answered. */
  static String withoutPrompts(String text) {
    if (!text.startsWith(">>> ") && !text.contains("\n>>> ")) {
      return text;
    }
    StringBuilder typed = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(">>> ") || line.startsWith("... ")) {
        typed.append(line, 4, line.length()).append('\n');
      } else if (line.strip().equals(">>>") || line.strip().equals("...")) {
        typed.append('\n');
      }
    }
    return typed.toString();
  }

  /** Takes the numbers off lines that are numbered from 1. */
  private static String withoutLineNumbers(String code) {
    List<String> lines = new ArrayList<>();
    int number = 1;
    for (String line : trimmed(code).stripTrailing().split("\n", -1)) {
      String written = Integer.toString(number);
      String bare = line.stripLeading();
      if (!bare.startsWith(written)) {
        return code;
      }
      String rest = bare.substring(written.length());
      boolean marked = !rest.isEmpty() && ":|.)".indexOf(rest.stripLeading().charAt(0)) >= 0;
      if (!rest.isEmpty() && !marked) {
        return code;
      }
      rest = marked ? rest.stripLeading().substring(1) : rest;
      lines.add(rest.startsWith(" ") ? rest.substring(1) : rest);
      number++;
    }
    return lines.size() < 2 ? code : String.join("\n", lines) + "\n";
  }

  /** Replaces the entities of HTML, each only where the text has its character nowhere else. */
  static String withoutEntities(String code) {
    if (code.indexOf('&') < 0) {
      return code;
    }
    String plain = replaced(code, '<', "&lt;");
    plain = replaced(plain, '>', "&gt;");
    plain = replaced(plain, '"', "&quot;", "&#34;");
    plain = replaced(plain, '\'', "&#39;", "&#x27;", "&apos;");
    return plain.equals(code) ? code : plain.replace("&amp;", "&");
  }

  private static String replaced(String code, char c, String... entities) {
    if (code.indexOf(c) >= 0) {
      return code;
    }
    String plain = code;
    for (String entity : entities) {
      plain = plain.replace(entity, String.valueOf(c));
    }
    return plain;
  }

  /** Where no quote is straight, the curly ones are those of Python. */
  private static String withStraightQuotes(String code) {
    if (code.indexOf('"') >= 0 || code.indexOf('\'') >= 0) {
      return code;
    }
    return code.replace('\u201c', '"')
        .replace('\u201d', '"')
        .replace('\u2018', '\'')
        .replace('\u2019', '\'');
  }

  /** Takes off the space that all lines begin with. */
  private static String dedented(String code) {
    String common = null;
    String[] lines = code.split("\n", -1);
    for (String line : lines) {
      if (!line.isBlank()) {
        String space = line.substring(0, line.length() - line.stripLeading().length());
        common = common == null ? space : commonStart(common, space);
      }
    }
    if (common == null || common.isEmpty()) {
      return code;
    }
    StringBuilder dedented = new StringBuilder();
    for (String line : lines) {
      dedented.append(line.isBlank() ? "" : line.substring(common.length())).append('\n');
    }
    return dedented.toString();
  }

  private static String commonStart(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return one.substring(0, length);
  }
}
