package org.caco.python;

import java.util.List;
import java.util.stream.Collectors;
import org.caco.python.PythonValue.Dict;
import org.caco.python.PythonValue.Items;
import org.caco.python.PythonValue.Text;

/** Writes values as {@code repr} does. */
final class LiteralWriter {
  private LiteralWriter() {}

  static String write(PythonValue value) {
    if (value instanceof Items items) {
      return items(items);
    }
    if (value instanceof Dict dict) {
      return dict.entries().stream()
          .map(entry -> write(entry.key()) + ": " + write(entry.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value instanceof Text text
        ? quoted(text.value())
        : value.asText().orElseGet(value::toJson);
  }

  private static String items(Items items) {
    List<PythonValue> held = items.items();
    String inside = held.stream().map(LiteralWriter::write).collect(Collectors.joining(", "));
    return switch (items.kind()) {
      case LIST -> "[" + inside + "]";
      case TUPLE -> "(" + inside + (held.size() == 1 ? ",)" : ")");
      case SET -> held.isEmpty() ? "set()" : "{" + inside + "}";
    };
  }

  private static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder quoted = new StringBuilder().append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\\' -> quoted.append("\\\\");
        default -> quoted.append(c == quote ? "\\" : "").append(c);
      }
    }
    return quoted.append(quote).toString();
  }
}
