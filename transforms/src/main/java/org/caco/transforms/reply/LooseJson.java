package org.caco.transforms.reply;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON as models write it, anywhere in a text: with prose around it, comments, commas too many or
 * too few, names and values in other quotes or in none, quotes and line breaks within strings, and
 * backslashes of LaTeX. An object that the text does not close is none.
 *
 * <p>The time is linear in the text's length: a text that would take more is given up.
 */
public final class LooseJson {
  /** A value: what is no object and no list is a text, whether it was quoted or not. */
  public sealed interface Value permits Obj, Arr, Text {}

  /** An object, with its fields in order; a name may come twice. */
  public record Obj(List<Field> fields) implements Value {}

  /** A list. */
  public record Arr(List<Value> values) implements Value {}

  /** A text, or a number, true, false or null as they are written. */
  public record Text(String text) implements Value {}

  /** A field of an object. */
  public record Field(String name, Value value) {}

  /**
   * An object or a list of texts that stands in the text, or begins there and is not well-formed.
   *
   * @param start the index of its first character
   * @param end the index behind its last character
   * @param value what it is, or null where it is broken
   * @param names the names of fields seen in it, at any depth; none where the text was given up
   */
  public record Found(int start, int end, @Nullable Value value, Set<String> names) {}

  /** A deeper value is broken. */
  private static final int MAX_DEPTH = 8;

  private static final int MAX_NAME = 100;

  /** How often a character may be looked at, on average, before a text is given up. */
  private static final int MAX_LOOKS = 10;

  private final String text;
  private int at;
  private long looks;
  private Set<String> names = new LinkedHashSet<>();

  private LooseJson(String text) {
    this.text = text;
  }

  /** What stands in {@code text}, in order, none of which lies within another. */
  public static List<Found> in(String text) {
    return new LooseJson(text).all();
  }

  private List<Found> all() {
    List<Found> found = new ArrayList<>();
    int i = 0;
    while (i < text.length() && !isGivenUp()) {
      if (!begins(i)) {
        i++;
        continue;
      }
      at = i;
      names = new LinkedHashSet<>();
      Value value = value(0, false);
      if (value != null) {
        found.add(new Found(i, at, value, names));
      } else if (!names.isEmpty()) {
        found.add(new Found(i, i + 1, null, names));
        if (at >= text.length()) {
          // It was cut off, and so is all that lies within it.
          return found;
        }
      }
      i = value == null ? i + 1 : at;
    }
    if (isGivenUp()) {
      found.add(new Found(i, text.length(), null, Set.of()));
    }
    return found;
  }

  /** Whether an object begins at {@code i}, or a list whose first value is quoted. */
  private boolean begins(int i) {
    looks++;
    if (text.charAt(i) == '{') {
      return true;
    }
    if (text.charAt(i) != '[') {
      return false;
    }
    int next = i + 1;
    while (next < text.length() && next < i + 9 && isSpace(text.charAt(next))) {
      next++;
    }
    return next < text.length() && text.charAt(next) == '"';
  }

  private boolean isGivenUp() {
    return looks > 1_000L + (long) MAX_LOOKS * text.length();
  }

  /** The value at {@link #at}, which is moved behind it; null where it is broken. */
  private @Nullable Value value(int depth, boolean inList) {
    if (at >= text.length() || depth > MAX_DEPTH || isGivenUp()) {
      return null;
    }
    char c = text.charAt(at);
    if (c == '{') {
      return object(depth);
    }
    if (c == '[') {
      return list(depth);
    }
    int quote = quote(at);
    return quote > 0 ? string(quote, inList) : bare(inList);
  }

  private @Nullable Value object(int depth) {
    at++;
    List<Field> fields = new ArrayList<>();
    while (true) {
      skipBetween(true);
      if (at >= text.length()) {
        return null;
      }
      if (text.charAt(at) == '}') {
        at++;
        return new Obj(List.copyOf(fields));
      }
      int colon = colonOfName(at);
      if (colon < 0) {
        boolean cut = text.length() - at < MAX_NAME && text.indexOf('}', at) < 0;
        at = cut ? text.length() : at;
        return null;
      }
      String name = bareName(text.substring(at, colon));
      names.add(name);
      at = colon + 1;
      if (at < text.length() && text.charAt(at) == '>') {
        at++;
      }
      skipBetween(false);
      Value value = value(depth + 1, false);
      if (value == null) {
        return null;
      }
      fields.add(new Field(name, value));
    }
  }

  private @Nullable Value list(int depth) {
    at++;
    List<Value> values = new ArrayList<>();
    while (true) {
      skipBetween(true);
      if (at >= text.length()) {
        return null;
      }
      if (text.charAt(at) == ']') {
        at++;
        return new Arr(List.copyOf(values));
      }
      Value value = value(depth + 1, true);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
  }

  /** Skips space and comments, and commas where they separate. */
  private void skipBetween(boolean commas) {
    while (at < text.length()) {
      looks++;
      char c = text.charAt(at);
      if (isSpace(c) || (commas && (c == ',' || c == ';'))) {
        at++;
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        looks += (end < 0 ? text.length() : end) - at;
        at = end < 0 ? text.length() : end + 2;
      } else if (c == '#' || text.startsWith("//", at)) {
        at = lineEnd(at);
      } else {
        return;
      }
    }
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    end = end < 0 ? text.length() : end;
    looks += end - from;
    return end;
  }

  /** A string whose opening quote takes {@code quote} characters. */
  private @Nullable Value string(int quote, boolean inList) {
    boolean escaped = quote == 2;
    char open = text.charAt(at + quote - 1);
    at += quote;
    int start = at;
    for (; at < text.length(); at++) {
      looks++;
      char c = text.charAt(at);
      boolean backslash = c == '\\' && at + 1 < text.length();
      if (backslash && !(escaped && text.charAt(at + 1) == open)) {
        at++;
        continue;
      }
      int end = at + (backslash ? 2 : 1);
      if ((backslash || closes(open, c)) && endsValue(end, inList)) {
        Value value = new Text(JsonString.unescaped(text.substring(start, at)));
        at = end;
        return value;
      }
    }
    return null;
  }

  /** A value without quotes: it ends with its line, or where the next value or name begins. */
  private @Nullable Value bare(boolean inList) {
    int start = at;
    for (; at < text.length(); at++) {
      looks++;
      char c = text.charAt(at);
      if (c == '{' || c == '[') {
        return null;
      }
      if (endsBare(c, at > start, inList)) {
        break;
      }
    }
    String value = text.substring(start, at).strip();
    return value.isEmpty() || at == text.length() ? null : new Text(value);
  }

  private boolean endsBare(char c, boolean begun, boolean inList) {
    return switch (c) {
      case '\n', '}', ']' -> true;
      case '#' -> begun;
      case '/' -> begun && text.startsWith("//", at);
      case ',', ';' -> endsValue(at, inList);
      case ' ' -> !inList && quote(at + 1) > 0 && colonOfName(at + 1) > 0;
      default -> false;
    };
  }

  /** Whether what stands at {@code end} can only stand behind a value. */
  private boolean endsValue(int end, boolean inList) {
    int next = afterSpace(end);
    if (next == text.length()) {
      return false;
    }
    char c = text.charAt(next);
    if (c == '}' || c == ']' || text.startsWith("//", next) || text.startsWith("/*", next)) {
      return true;
    }
    if (c != ',' && c != ';') {
      // A comma may be missing where a name follows.
      return !inList && next > end && quote(next) > 0 && colonOfName(next) > 0;
    }
    return followsComma(afterSpace(next + 1), inList);
  }

  /** Whether what stands at {@code next} may come behind the comma after a value. */
  private boolean followsComma(int next, boolean inList) {
    if (next == text.length()) {
      return false;
    }
    char c = text.charAt(next);
    if (inList) {
      return quote(next) > 0 || "{[]}-0123456789".indexOf(c) >= 0;
    }
    return c == '}' || c == ']' || c == '#' || text.startsWith("//", next) || colonOfName(next) > 0;
  }

  private int afterSpace(int from) {
    int next = from;
    while (next < text.length() && isSpace(text.charAt(next))) {
      next++;
    }
    looks += next - from;
    return next;
  }

  /** Where the colon or equals sign behind a name that begins at {@code from} is, or -1. */
  private int colonOfName(int from) {
    int quote = quote(from);
    int i = from + quote;
    int most = Math.min(text.length(), i + MAX_NAME);
    while (i < most && isOfName(text.charAt(i), quote > 0)) {
      i++;
    }
    boolean named = i > from + quote;
    if (quote == 2 && i < text.length() && text.charAt(i) == '\\') {
      i++;
    }
    if (quote > 0) {
      if (i >= text.length() || !closes(text.charAt(from + quote - 1), text.charAt(i))) {
        looks += i - from;
        return -1;
      }
      i++;
    }
    while (i < most && isSpace(text.charAt(i))) {
      i++;
    }
    looks += i - from;
    boolean colon = i < text.length() && (text.charAt(i) == ':' || text.charAt(i) == '=');
    return named && colon ? i : -1;
  }

  private static boolean isOfName(char c, boolean quoted) {
    boolean word = Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '$';
    return word || c == '*' || c == '`' || (quoted && " ?!/()".indexOf(c) >= 0);
  }

  private static String bareName(String name) {
    StringBuilder bare = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '\\' && c != '*' && c != '`' && !isQuote(c)) {
        bare.append(c);
      }
    }
    return bare.toString().strip();
  }

  /** How many characters the quote at {@code i} takes: 0 where there is none, 2 with backslash. */
  private int quote(int i) {
    if (i < text.length() && isQuote(text.charAt(i))) {
      return 1;
    }
    return text.startsWith("\\\"", i) ? 2 : 0;
  }

  private static boolean isQuote(char c) {
    return "\"'\u201c\u201d\u201e\u2018\u2019`".indexOf(c) >= 0;
  }

  private static boolean closes(char open, char c) {
    return switch (open) {
      case '\u201c', '\u201d', '\u201e' -> c == '\u201c' || c == '\u201d' || c == '"';
      case '\u2018', '\u2019' -> c == '\u2018' || c == '\u2019' || c == '\'';
      default -> c == open;
    };
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\u00a0';
  }
}
