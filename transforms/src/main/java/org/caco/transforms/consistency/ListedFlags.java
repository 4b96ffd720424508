package org.caco.transforms.consistency;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.caco.text.LowerCase;

/**
 * Flags that are written one after another: lines {@code solvable: true}, with bullets, bold or
 * numbers, headings with the answer below, tags, and tables along or across.
 */
final class ListedFlags {
  /** What may stand between the start of a line and a name. */
  private static final int MAX_LEAD = 24;

  private static final int MAX_GAP = 12;
  private static final String MARKUP = " \t\r*_`\"'“”#•+.)?";

  private final List<String> names;
  private final String text;
  private final String lower;
  private int end;

  ListedFlags(List<String> names, String text) {
    this.names = names;
    this.text = text;
    // Characters whose lower case has another length would move the places.
    String lowered = LowerCase.of(text);
    this.lower = lowered.length() == text.length() ? lowered : text;
  }

  /** The flags by name; none where a name has no value, or two, or one that is neither. */
  Map<String, Boolean> read() {
    Map<String, Boolean> table = across();
    return table.isEmpty() ? along() : table;
  }

  /** Where the last line that was read ends. */
  int end() {
    return end;
  }

  private Map<String, Boolean> along() {
    Map<String, Boolean> flags = new LinkedHashMap<>();
    for (String name : names) {
      for (int at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + name.length())) {
        int value = valueOf(at, name.length());
        if (value < 0) {
          continue;
        }
        Optional<Boolean> flag = Flag.of(text.substring(value, segmentEnd(value)));
        if (flag.isEmpty() || flag.get().equals(!flags.getOrDefault(name, flag.get()))) {
          return Map.of();
        }
        flags.put(name, flag.get());
        end = Math.max(end, lineEnd(value));
      }
    }
    return flags;
  }

  /** Where the value of the name at {@code at} begins, or -1 where it is a word of a sentence. */
  private int valueOf(int at, int length) {
    int lead = at - 1;
    while (lead >= 0 && at - lead < MAX_LEAD && isLead(lower.charAt(lead))) {
      lead--;
    }
    lead = beforeLetter(lead);
    if (lead >= 0 && !mayPrecede(lead)) {
      return -1;
    }
    boolean ownLine = lead < 0 || lower.charAt(lead) == '\n';
    int next = skip(at + length, MARKUP);
    if (ownLine && lower.startsWith("\n", next)) {
      return skip(next + 1, MARKUP + "\n-");
    }
    int behind = behindSeparator(next, next > at + length);
    // Solvable? Yes.
    boolean asked = lower.substring(at + length, next).indexOf('?') >= 0;
    if (behind == next && !asked) {
      return -1;
    }
    int value = skip(behind, MARKUP + "|[(");
    return ownLine && lower.startsWith("\n", value) ? skip(value + 1, MARKUP + "\n-") : value;
  }

  /** Whether a name may follow the character at {@code lead} and what leads to it. */
  private boolean mayPrecede(int lead) {
    // Solvable: yes. Complete: yes.
    return lower.startsWith(". ", lead + 1)
        || ",;|>{([]\n".indexOf(lower.charAt(lead)) >= 0
        || isAnd(lead);
  }

  /** Before the letter at {@code lead} that numbers a line: (a) or b. */
  private int beforeLetter(int lead) {
    boolean letter =
        lead >= 0
            && lower.charAt(lead) >= 'a'
            && lower.charAt(lead) <= 'h'
            && ").".indexOf(lower.charAt(lead + 1)) >= 0;
    if (!letter) {
      return lead;
    }
    int before = lower.startsWith("(", lead - 1) ? lead - 2 : lead - 1;
    return before < 0 || lower.charAt(before) == '\n' ? before : lead;
  }

  /** Behind the colon, the arrow, or the word that separates a value; {@code from} if none does. */
  private int behindSeparator(int from, boolean apart) {
    int behind = from;
    while (behind < lower.length()
        && behind - from < 3
        && ":=|—–-→>".indexOf(lower.charAt(behind)) >= 0) {
      behind++;
    }
    return behind == from && apart && lower.startsWith("is ", from) ? from + 3 : behind;
  }

  private boolean isAnd(int lead) {
    return lead >= 3 && lower.startsWith(" and", lead - 3);
  }

  private static boolean isLead(char c) {
    return MARKUP.indexOf(c) >= 0 || c == '-' || c == '<' || (c >= '0' && c <= '9') || c == '[';
  }

  private int skip(int from, String characters) {
    int at = from;
    while (at < lower.length()
        && at - from < MAX_GAP
        && characters.indexOf(lower.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private int lineEnd(int from) {
    int end = lower.indexOf('\n', from);
    return end < 0 ? lower.length() : end;
  }

  /** Where what is said of a flag ends: with its line, its cell, its tag, or at the next name. */
  private int segmentEnd(int from) {
    int end = lineEnd(from);
    for (int i = from; i < end; i++) {
      char c = lower.charAt(i);
      if (c == '|' || c == '<') {
        return i;
      }
      if ((c == ',' || c == ';' || c == ' ') && names.stream().anyMatch(startsAt(i + 1))) {
        return i;
      }
    }
    return end;
  }

  private Predicate<String> startsAt(int at) {
    return name -> {
      int start = skip(at, " *_`\"'");
      return lower.startsWith(name, start) && valueOf(start, name.length()) >= 0;
    };
  }

  /** A table whose first line has the names, and whose next has the values. */
  private Map<String, Boolean> across() {
    List<String> header = List.of();
    int lineEnd = -1;
    for (String line : text.split("\n", -1)) {
      lineEnd += line.length() + 1;
      List<String> cells = cells(line);
      boolean rule = line.chars().allMatch(c -> "|-: +=\r".indexOf(c) >= 0);
      if (rule) {
        continue;
      }
      if (!header.isEmpty()) {
        end = lineEnd;
        return across(header, cells);
      }
      List<String> lowered = cells.stream().map(LowerCase::of).toList();
      if (lowered.containsAll(names)) {
        header = lowered;
      }
    }
    return Map.of();
  }

  private Map<String, Boolean> across(List<String> header, List<String> cells) {
    Map<String, Boolean> flags = new LinkedHashMap<>();
    for (String name : names) {
      int column = header.indexOf(name);
      Optional<Boolean> flag =
          column < cells.size() && column == header.lastIndexOf(name)
              ? Flag.of(cells.get(column))
              : Optional.empty();
      if (flag.isEmpty()) {
        return Map.of();
      }
      flags.put(name, flag.get());
    }
    return flags;
  }

  private static List<String> cells(String line) {
    String separator = line.contains("|") ? "|" : line.contains("\t") ? "\t" : ",";
    List<String> cells = new ArrayList<>();
    int start = 0;
    for (int i = line.indexOf(separator); i >= 0; i = line.indexOf(separator, start)) {
      cells.add(bare(line.substring(start, i)));
      start = i + 1;
    }
    cells.add(bare(line.substring(start)));
    return cells;
  }

  private static String bare(String cell) {
    int start = 0;
    int end = cell.length();
    while (start < end && MARKUP.indexOf(cell.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && MARKUP.indexOf(cell.charAt(end - 1)) >= 0) {
      end--;
    }
    return cell.substring(start, end);
  }
}
