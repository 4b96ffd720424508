package org.caco.grader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.caco.grader.Answer.Brackets;
import org.caco.text.BoundedPattern;

/** Reads a program's output, as JSON with {@code $} forms for what JSON has not, as an answer. */
final class OutputValue {
  private static final ObjectMapper JSON = new ObjectMapper();
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

  /** The answer that {@code json} holds, or null where it is no such JSON. */
  static Answer parse(String json, Budget budget) {
    try {
      JsonNode node = JSON.readTree(json);
      return node == null || node.isMissingNode() ? null : new OutputValue(budget).value(node, 0);
    } catch (JsonProcessingException | SyntaxException e) {
      return null;
    }
  }

  private Answer value(JsonNode node, int depth) {
    budget.take(1);
    if (depth > MAX_DEPTH) {
      throw new SyntaxException("too deep");
    }
    if (node.isNull()) {
      return new Answer.Nothing();
    }
    if (node.isBoolean()) {
      return new Answer.Truth(node.booleanValue());
    }
    if (node.isNumber()) {
      return number(node.asText());
    }
    if (node.isTextual()) {
      return new Answer.Words(node.textValue(), true);
    }
    if (node.isArray()) {
      return new Answer.Group(Brackets.PYTHON_LIST, items(node, depth));
    }
    String form = node.size() >= 1 ? node.fieldNames().next() : "";
    return form.startsWith("$") ? special(form, node, depth) : mapping(node, depth);
  }

  private List<Answer> items(JsonNode array, int depth) {
    List<Answer> items = new ArrayList<>();
    for (JsonNode item : array) {
      items.add(value(item, depth + 1));
    }
    return items;
  }

  private Answer mapping(JsonNode node, int depth) {
    List<Answer> keys = new ArrayList<>();
    List<Answer> values = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      keys.add(new Answer.Words(field.getKey(), true));
      values.add(value(field.getValue(), depth + 1));
    }
    return new Answer.Mapping(keys, values);
  }

  private Answer special(String form, JsonNode node, int depth) {
    JsonNode content = node.get(form);
    return switch (form) {
      case "$int", "$decimal" -> number(content.asText());
      case "$float" -> floatWord(content.asText());
      case "$fraction", "$complex" -> numeric(form, content);
      case "$tuple" -> new Answer.Group(Brackets.PYTHON_TUPLE, items(content, depth));
      case "$set" -> new Answer.Group(Brackets.PYTHON_SET, items(content, depth));
      case "$bytes" -> new Answer.Words(content.asText(), true);
      case "$dict" -> dict(content, depth);
      case "$object" -> object(content.asText(), node.path("text").asText());
      default -> throw new SyntaxException(form);
    };
  }

  private static Answer floatWord(String word) {
    Expr infinity = new Expr.Named("infty");
    return switch (word) {
      case "inf" -> new Answer.Scalar(infinity, null, Written.EXACTLY, Unit.NONE);
      case "-inf" -> new Answer.Scalar(Expr.negated(infinity), null, Written.EXACTLY, Unit.NONE);
      default -> new Answer.Words(word, true);
    };
  }

  private Answer dict(JsonNode entries, int depth) {
    List<Answer> keys = new ArrayList<>();
    List<Answer> values = new ArrayList<>();
    for (JsonNode entry : entries) {
      keys.add(value(entry.path(0), depth + 1));
      values.add(value(entry.path(1), depth + 1));
    }
    return new Answer.Mapping(keys, values);
  }

  private Answer numeric(String form, JsonNode content) {
    if (form.equals("$fraction")) {
      return AnswerParser.parse(content.asText(), budget);
    }
    Answer.Scalar re = number(content.path(0).asText());
    Answer.Scalar im = number(content.path(1).asText());
    Expr imaginary = new Expr.Binary('*', im.expr(), new Expr.Named("i"));
    Expr expr = new Expr.Binary('+', re.expr(), imaginary);
    return new Answer.Scalar(
        expr, im.exact().signum() == 0 ? re.exact() : null, re.written(), Unit.NONE);
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
      throw new SyntaxException("number");
    }
  }
}
