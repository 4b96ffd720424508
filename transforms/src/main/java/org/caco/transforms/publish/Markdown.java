package org.caco.transforms.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.caco.text.Printable;

/** Text of a card. What models, seeds and options say is shown as it is, and is never markup. */
final class Markdown {
  private static final int MAX_CODE = 120;

  private final StringBuilder text = new StringBuilder();

  /** Adds a paragraph, or another block of lines, and a blank line after it. */
  Markdown block(String block) {
    text.append(block.stripTrailing()).append("\n\n");
    return this;
  }

  Markdown heading(String heading) {
    return block("## " + heading);
  }

  /** Adds a table; the first row is its head. */
  Markdown table(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add("| " + String.join(" | ", row) + " |");
      if (lines.size() == 1) {
        lines.add("|" + "---|".repeat(row.size()));
      }
    }
    return block(String.join("\n", lines));
  }

  /** Adds text that somebody else wrote, as a block between fences that it cannot end. */
  Markdown fenced(String language, String foreign, int maxCharacters) {
    String shown = Printable.of(foreign.strip());
    if (shown.length() > maxCharacters) {
      shown = shown.substring(0, maxCharacters) + "\n[cut]";
    }
    int longest = 2;
    int run = 0;
    for (int i = 0; i < shown.length(); i++) {
      run = shown.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String fence = "`".repeat(longest + 1);
    return block(fence + language + "\n" + shown + "\n" + fence);
  }

  /** A name that somebody else gave, on one line. */
  static String code(String foreign) {
    StringBuilder line = new StringBuilder();
    Printable.of(foreign)
        .codePoints()
        .map(c -> Character.isWhitespace(c) ? ' ' : c == '`' ? '\'' : c == '|' ? '/' : c)
        .forEach(line::appendCodePoint);
    String shown = line.toString();
    if (shown.length() > MAX_CODE) {
      shown = shown.substring(0, MAX_CODE) + "...";
    }
    return shown.isBlank() ? "(none)" : "`" + shown + "`";
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String share(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing() + "\n";
  }
}
