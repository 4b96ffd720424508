package org.caco.grader;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.caco.grader.Answer.Brackets;
import org.caco.python.PythonValue;
import org.caco.text.BoundedPattern;
import org.jspecify.annotations.Nullable;

/** Reads a program's output as an answer. */
final class OutputValue {
  private static final int MAX_DEPTH = 100;
  private static final Pattern I = BoundedPattern.of("\\bI\\b");
  private static final Pattern E = BoundedPattern.of("\\bE\\b");
  private static final Pattern LOG = BoundedPattern.of("\\blog\\(");
  private static final Pattern NUMPY_GAP =
      BoundedPattern.of("(?<=[^\\[\\s,])\\s{1,100}+(?=[^\\]\\s,])");

  private final Budget budget;

  private OutputValue(Budget budget) {
    this.budget = budget;
  }

  /** The answer that {@code json} encodes, or null where it encodes none. */
  static @Nullable Answer parse(String json, Budget budget) {
    try {
      return new OutputValue(budget).answer(PythonValue.parse(json), 0);
    } catch (IllegalArgumentException | SyntaxException e) {
      return null;
    }
  }

  private Answer answer(PythonValue value, int depth) {
    budget.take(1);
    if (depth > MAX_DEPTH) {
      throw new SyntaxException("a value that is nested less deep");
    }
    if (value instanceof PythonValue.Items items) {
      return new Answer.Group(brackets(items.kind()), answers(items.items(), depth));
    }
    if (value instanceof PythonValue.Dict dict) {
      List<PythonValue> keys = dict.entries().stream().map(PythonValue.Entry::key).toList();
      return new Answer.Mapping(answers(keys, depth), answers(dict.values(), depth));
    }
    if (value instanceof PythonValue.None) {
      return new Answer.Nothing();
    }
    if (value instanceof PythonValue.Bool bool) {
      return new Answer.Truth(bool.value());
    }
    if (value instanceof PythonValue.Text text) {
      return new Answer.Words(text.value(), true);
    }
    if (value instanceof PythonValue.Bytes bytes) {
      return new Answer.Words(bytes.base64(), true);
    }
    return value instanceof PythonValue.Opaque object
        ? object(object.type(), object.text())
        : numeric(value);
  }

  private List<Answer> answers(List<PythonValue> values, int depth) {
    List<Answer> answers = new ArrayList<>();
    for (PythonValue value : values) {
      answers.add(answer(value, depth + 1));
    }
    return answers;
  }

  private static Brackets brackets(PythonValue.Items.Kind kind) {
    return switch (kind) {
      case LIST -> Brackets.PYTHON_LIST;
      case TUPLE -> Brackets.PYTHON_TUPLE;
      case SET -> Brackets.PYTHON_SET;
    };
  }

  private Answer numeric(PythonValue value) {
    if (value instanceof PythonValue.Floating number && !number.isFinite()) {
      return special(number.text());
    }
    if (value instanceof PythonValue.Complex complex) {
      return complex(complex);
    }
    String text = value.asText().orElseThrow();
    return value instanceof PythonValue.Fraction ? AnswerParser.parse(text, budget) : number(text);
  }

  private static Answer special(String text) {
    Expr infinity = new Expr.Named("infty");
    return switch (text) {
      case "inf" -> new Answer.Scalar(infinity, null, Written.EXACTLY, Unit.NONE);
      case "-inf" -> new Answer.Scalar(Expr.negated(infinity), null, Written.EXACTLY, Unit.NONE);
      default -> new Answer.Words(text, true);
    };
  }

  private static Answer complex(PythonValue.Complex complex) {
    Answer.Scalar re = number(complex.real().text());
    Answer.Scalar im = number(complex.imaginary().text());
    Expr imaginary = new Expr.Binary('*', im.expr(), new Expr.Named("i"));
    Expr expr = new Expr.Binary('+', re.expr(), imaginary);
    return new Answer.Scalar(
        expr,
        im.exact() != null && im.exact().signum() == 0 ? re.exact() : null,
        re.written(),
        Unit.NONE);
  }

  /** What sympy and numpy print is nearly infix; sympy writes I and E, and means ln by log. */
  private Answer object(String type, String text) {
    String infix = text;
    if (text.length() > Lexer.MAX_LENGTH) {
      return AnswerParser.parse(text, budget);
    }
    if (type.startsWith("sympy.")) {
      infix =
          LOG.matcher(E.matcher(I.matcher(text).replaceAll("i")).replaceAll("e")).replaceAll("ln(");
      Answer interval = SympyText.parse(infix, budget);
      if (interval != null) {
        return interval;
      }
    } else if (type.startsWith("numpy.") && text.startsWith("[")) {
      infix = NUMPY_GAP.matcher(text).replaceAll(", ");
      Answer array = PythonLiteral.parse(infix, budget);
      if (array != null) {
        return array;
      }
    }
    return AnswerParser.parse(infix, budget);
  }

  /** A number as Python prints it. */
  static Answer.Scalar number(String text) {
    try {
      Rational exact =
          text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0
              ? Rational.of(new BigInteger(text))
              : Rational.of(new BigDecimal(text));
      String unsigned = text.startsWith("-") ? text.substring(1) : text;
      return new Answer.Scalar(new Expr.Constant(exact), exact, Written.of(unsigned), Unit.NONE);
    } catch (NumberFormatException e) {
      throw new SyntaxException("a number of Python, found another text");
    }
  }
}
