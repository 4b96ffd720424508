package org.caco.python;

import java.util.List;
import org.caco.python.PythonValue.Bool;
import org.caco.python.PythonValue.Bytes;
import org.caco.python.PythonValue.Complex;
import org.caco.python.PythonValue.Decimal;
import org.caco.python.PythonValue.Dict;
import org.caco.python.PythonValue.Entry;
import org.caco.python.PythonValue.Floating;
import org.caco.python.PythonValue.Fraction;
import org.caco.python.PythonValue.Int;
import org.caco.python.PythonValue.Items;
import org.caco.python.PythonValue.None;
import org.caco.python.PythonValue.Opaque;
import org.caco.python.PythonValue.Text;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON, as {@code json.dumps} does without spaces and in ASCII. */
final class ValueWriter {
  private static final String HEX = "0123456789abcdef";
  private static final String ESCAPED = "\"\\\n\r\t\b\f";
  private static final String ESCAPES = "\"\\nrtbf";

  private final StringBuilder json = new StringBuilder();

  private ValueWriter() {}

  static String write(PythonValue value) {
    ValueWriter writer = new ValueWriter();
    writer.value(value);
    return writer.json.toString();
  }

  /** What {@code str} gives; null where the encoding does not tell. */
  static @Nullable String text(PythonValue value) {
    if (value instanceof None) {
      return "None";
    } else if (value instanceof Bool bool) {
      return bool.value() ? "True" : "False";
    } else if (value instanceof Int integer) {
      return integer.value().toString();
    } else if (value instanceof Floating number) {
      return number.text();
    } else if (value instanceof Fraction fraction) {
      String text = fraction(fraction);
      return text.endsWith("/1") ? text.substring(0, text.length() - 2) : text;
    } else if (value instanceof Decimal decimal) {
      return decimal.text();
    } else if (value instanceof Text text) {
      return text.value();
    }
    return value instanceof Opaque opaque ? opaque.text() : null;
  }

  private static String fraction(Fraction fraction) {
    return fraction.numerator() + "/" + fraction.denominator();
  }

  private void value(PythonValue value) {
    if (value instanceof Items items) {
      items(items);
    } else if (value instanceof Dict dict) {
      dict(dict);
    } else {
      scalar(value);
    }
  }

  private void scalar(PythonValue value) {
    if (value instanceof None) {
      json.append("null");
    } else if (value instanceof Bool bool) {
      json.append(bool.value());
    } else if (value instanceof Int integer) {
      integer(integer);
    } else if (value instanceof Floating number) {
      number(number);
    } else if (value instanceof Text text) {
      string(text.value());
    } else if (value instanceof Fraction fraction) {
      tagged(Tag.FRACTION, fraction(fraction));
    } else if (value instanceof Decimal decimal) {
      tagged(Tag.DECIMAL, decimal.text());
    } else if (value instanceof Bytes bytes) {
      tagged(Tag.BYTES, bytes.base64());
    } else if (value instanceof Complex complex) {
      open(Tag.COMPLEX);
      list(List.of(complex.real(), complex.imaginary()));
      json.append('}');
    } else if (value instanceof Opaque opaque) {
      open(Tag.OBJECT);
      string(opaque.type());
      json.append(",\"").append(Tag.TEXT).append("\":");
      string(opaque.text());
      json.append('}');
    }
  }

  private void open(Tag tag) {
    json.append("{\"").append(tag.key()).append("\":");
  }

  private void tagged(Tag tag, String text) {
    open(tag);
    string(text);
    json.append('}');
  }

  private void integer(Int integer) {
    if (integer.value().abs().compareTo(Tag.MAX_EXACT) <= 0) {
      json.append(integer.value());
    } else {
      tagged(Tag.INT, integer.value().toString());
    }
  }

  private void number(Floating number) {
    if (number.isFinite()) {
      json.append(number.text());
    } else {
      tagged(Tag.FLOAT, number.text());
    }
  }

  private void items(Items items) {
    switch (items.kind()) {
      case LIST -> list(items.items());
      case TUPLE -> {
        open(Tag.TUPLE);
        list(items.items());
        json.append('}');
      }
      case SET -> {
        open(Tag.SET);
        list(items.items());
        json.append('}');
      }
    }
  }

  private void list(List<? extends PythonValue> items) {
    json.append('[');
    String comma = "";
    for (PythonValue item : items) {
      json.append(comma);
      value(item);
      comma = ",";
    }
    json.append(']');
  }

  private void dict(Dict dict) {
    boolean plain =
        dict.entries().stream()
            .allMatch(e -> e.key() instanceof Text key && !key.value().startsWith(Tag.SIGN));
    if (!plain) {
      open(Tag.DICT);
    }
    json.append(plain ? '{' : '[');
    String comma = "";
    for (Entry entry : dict.entries()) {
      json.append(comma).append(plain ? "" : "[");
      value(entry.key());
      json.append(plain ? ':' : ',');
      value(entry.value());
      json.append(plain ? "" : "]");
      comma = ",";
    }
    json.append(plain ? "}" : "]}");
  }

  private void string(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = ESCAPED.indexOf(c);
      if (escape >= 0) {
        json.append('\\').append(ESCAPES.charAt(escape));
      } else if (c >= ' ' && c <= '~') {
        json.append(c);
      } else {
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          json.append(HEX.charAt(c >> shift & 0xf));
        }
      }
    }
    json.append('"');
  }
}
