package org.caco.transforms.reply;

import java.util.List;
import java.util.Set;
import org.caco.text.LowerCase;

/** Takes a text out of what is around all of it. */
final class Wrapping {
  private static final List<String> HTML = List.of("b", "strong", "h1", "h2", "h3", "h4");

  /** A label in HTML is no longer than this. */
  private static final int MAX_HTML = 80;

  private Wrapping() {}

  /** What a field of one of these names holds, where the text is one object in JSON. */
  static String outOfJson(String text, Set<String> fields) {
    String inner = outOfFence(text, Set.of("json", ""));
    if (!inner.startsWith("{") || !inner.endsWith("}")) {
      return text;
    }
    List<LooseJson.Found> found = LooseJson.in(inner);
    if (found.isEmpty() || found.get(0).end() != inner.length()) {
      return text;
    }
    if (found.get(0).value() instanceof LooseJson.Obj object) {
      for (LooseJson.Field field : object.fields()) {
        String name = LowerCase.of(field.name()).replace("_", "").replace(" ", "");
        if (fields.contains(name)
            && field.value() instanceof LooseJson.Text value
            && !value.text().isBlank()) {
          return value.text().strip();
        }
      }
    }
    return text;
  }

  /** What stands between an opening tag at the start and its closing one, if that is at the end. */
  static String outOfTags(String text, Set<String> tags) {
    boolean bracket = text.startsWith("[");
    if (!bracket && !text.startsWith("<")) {
      return text;
    }
    int close = text.indexOf(bracket ? ']' : '>');
    String tag = close < 0 || close > 40 ? "" : LowerCase.of(text.substring(1, close));
    String named = close < 0 ? "" : text.substring(1, close);
    int end = text.indexOf(bracket ? "[/" + named + "]" : "</" + named + ">");
    boolean wraps = tags.contains(tag.replace("_", "").replace("-", "")) && end > 0;
    String inner = wraps ? text.substring(close + 1, end).strip() : "";
    return inner.isEmpty() ? text : inner;
  }

  /** The paragraphs of HTML, or a label in its bold print or headings, in Markdown's. */
  static String outOfHtml(String text) {
    if (text.startsWith("<p>")) {
      return text.replace("<p>", "").replace("</p>", "\n\n").strip();
    }
    for (String tag : HTML) {
      String open = "<" + tag + ">";
      int end = text.indexOf("</" + tag + ">");
      if (text.startsWith(open) && end > 0 && end < MAX_HTML) {
        return "**"
            + text.substring(open.length(), end).strip()
            + (tag.startsWith("h") ? "**\n\n" : "** ")
            + text.substring(end + tag.length() + 3).strip();
      }
    }
    return text;
  }

  /** What stands in a fence of one of these languages that is around all of the text. */
  static String outOfFence(String text, Set<String> languages) {
    if (!text.startsWith("```") && !text.startsWith("~~~")) {
      return text;
    }
    List<Fences.Block> blocks = Fences.in(text);
    if (blocks.isEmpty() || blocks.get(0).start() > 0) {
      return text;
    }
    Fences.Block block = blocks.get(0);
    String inner = block.code().strip();
    boolean all = blocks.size() == 1 && !inner.isEmpty();
    String behind = text.substring(Math.min(text.length(), block.end())).strip();
    return all && languages.contains(LowerCase.of(block.info()))
        ? (inner + "\n\n" + behind).strip()
        : text;
  }

  /** What stands in quotes, bold print or a quotation that is around all of the text. */
  static String outOfQuotes(String text) {
    String quoted = outOfQuotation(text);
    for (String[] marks :
        new String[][] {
          {"\"\"\"", "\"\"\""},
          {"\"", "\""},
          {"\u201c", "\u201d"},
          {"\u00ab", "\u00bb"},
          {"\u201e", "\u201c"},
          {"\u2018", "\u2019"},
          {"'", "'"},
          {"\u300c", "\u300d"},
          {"\u300e", "\u300f"},
          {"(", ")"},
          {"**", "**"},
          {"*", "*"},
          {"_", "_"},
          {"`", "`"}
        }) {
      int length = marks[0].length();
      boolean around =
          quoted.length() > 2 * length && quoted.startsWith(marks[0]) && quoted.endsWith(marks[1]);
      if (around) {
        String inner = quoted.substring(length, quoted.length() - length);
        // With a mark inside, the first and the last belong to different words.
        if (!inner.contains(marks[0]) && !inner.contains(marks[1]) && !inner.isBlank()) {
          return inner.strip();
        }
      }
    }
    return quoted;
  }

  /** A text all of whose lines are quoted by {@code >}. */
  static String outOfQuotation(String text) {
    if (!text.startsWith(">")) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (!line.startsWith(">") && !line.isBlank()) {
        return text;
      }
      plain
          .append(line.isBlank() ? "" : line.substring(line.startsWith("> ") ? 2 : 1))
          .append('\n');
    }
    String inner = plain.toString().strip();
    return inner.isEmpty() ? text : inner;
  }
}
