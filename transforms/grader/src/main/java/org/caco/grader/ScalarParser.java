package org.caco.grader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caco.grader.Token.Kind;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/** Parses one number or formula with its sign, currency and unit. */
final class ScalarParser {
  private static final Set<String> ROUGHLY =
      Set.of("about", "approximately", "roughly", "around", "exactly", "only", "just", "approx");
  private static final Set<String> CURRENCIES = Set.of("$", "€", "£", "₹", "¥");
  private static final Set<String> UNIT_LETTERS = Set.of("m", "g", "s", "L", "h");
  private static final Set<String> NOT_IN_UNITS =
      Set.of(
          "is", "are", "was", "were", "and", "or", "has", "have", "had", "than", "because", "so",
          "that", "then", "if", "when", "to", "from", "but", "we", "he", "she", "they", "it",
          "not");
  private static final int MAX_UNIT_TOKENS = 12;

  private final Budget budget;
  private final int sign;

  ScalarParser(Budget budget, int sign) {
    this.budget = budget;
    this.sign = sign;
  }

  Answer.Scalar parse(List<Token> given) {
    List<Token> tokens = given;
    while (!tokens.isEmpty() && isRoughly(tokens.get(0))) {
      tokens = tokens.subList(1, tokens.size());
    }
    if (tokens.isEmpty()) {
      throw new SyntaxException("an amount, found nothing");
    }
    Unit currency = currency(tokens);
    if (currency != null) {
      tokens = withoutCurrency(tokens);
    }
    Answer.Scalar result = withUnit(tokens);
    if (currency == null) {
      return result;
    }
    return withUnit(result, result.unit().ofMoney(currency));
  }

  private static boolean isRoughly(Token token) {
    return token.isSymbol("≈")
        || (token.kind() == Kind.WORD && ROUGHLY.contains(LowerCase.of(token.text())));
  }

  private static @Nullable Unit currency(List<Token> tokens) {
    int at = tokens.get(0).isSymbol("-") && tokens.size() > 1 ? 1 : 0;
    Token token = tokens.get(at);
    boolean isCurrency =
        (token.kind() == Kind.SYMBOL && CURRENCIES.contains(token.text()))
            || (token.isWord("USD") && tokens.size() > at + 1);
    return isCurrency ? UnitParser.parse(List.of(token)) : null;
  }

  private static List<Token> withoutCurrency(List<Token> tokens) {
    List<Token> rest = new ArrayList<>(tokens);
    rest.remove(rest.get(0).isSymbol("-") ? 1 : 0);
    if (rest.isEmpty()) {
      throw new SyntaxException("an amount after the currency");
    }
    return rest;
  }

  private Answer.Scalar withUnit(List<Token> tokens) {
    Answer.Scalar marked = withMark(tokens);
    if (marked != null) {
      return marked;
    }
    int depth = 0;
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += token.kind() == Kind.OPEN ? 1 : token.kind() == Kind.CLOSE ? -1 : 0;
      if (depth == 0 && startsUnit(tokens, i) && tokens.size() - i <= MAX_UNIT_TOKENS) {
        Answer.Scalar result = splitAt(tokens, i);
        if (result != null) {
          return result;
        }
      }
    }
    return bare(tokens);
  }

  /** A number with a percent or degree sign behind it, or null. */
  private Answer.@Nullable Scalar withMark(List<Token> tokens) {
    int last = tokens.size() - 1;
    if (last > 0 && tokens.get(last).isSymbol("%")) {
      return withUnit(bare(tokens.subList(0, last)), Unit.PERCENT);
    }
    Unit unit = Unit.DEGREE;
    int end = tokens.size();
    if (last > 1 && (tokens.get(last).is(Kind.NAME, "F") || tokens.get(last).is(Kind.NAME, "C"))) {
      unit = new Unit("angle", Rational.ONE, Set.of(tokens.get(last).text()));
      end--;
    }
    int length = 0;
    if (end > 2 && Degrees.isExponent(tokens.subList(0, end), end - 2)) {
      length = 2;
    } else if (end > 4 && Degrees.isExponent(tokens.subList(0, end), end - 4)) {
      length = 4;
    } else if (end > 1 && tokens.get(end - 1).isSymbol("°")) {
      length = 1;
    }
    if (length == 0 || tokens.stream().anyMatch(token -> token.kind() == Kind.FUNCTION)) {
      return null;
    }
    return withUnit(bare(tokens.subList(0, end - length)), unit);
  }

  private static boolean startsUnit(List<Token> tokens, int i) {
    Token token = tokens.get(i);
    String word = token.text();
    if (token.kind() == Kind.NAME) {
      boolean last = i == tokens.size() - 1;
      return token.spaced()
          && (last || tokens.get(i + 1).isSymbol("^") || tokens.get(i + 1).isSymbol("/"))
          && tokens.get(i - 1).isNumber()
          && UNIT_LETTERS.contains(word);
    }
    if (token.isSymbol("%")) {
      return true;
    }
    if (token.kind() != Kind.WORD) {
      return token.isSymbol("°") && i < tokens.size() - 1;
    }
    return UnitParser.isMeasure(word)
        || UnitParser.isPower(word)
        || word.length() > 4
        || (token.spaced() && word.length() >= 3)
        || Vocabulary.COMMON_WORDS.contains(LowerCase.of(word));
  }

  private Answer.@Nullable Scalar splitAt(List<Token> tokens, int i) {
    List<Token> tail = tokens.subList(i, tokens.size());
    for (Token token : tail) {
      if (token.kind() == Kind.WORD && NOT_IN_UNITS.contains(LowerCase.of(token.text()))) {
        throw new SyntaxException("a unit, found a word of a sentence");
      }
    }
    boolean numbers =
        tokens.subList(0, i).stream()
            .anyMatch(token -> token.isNumber() || token.kind() == Kind.FUNCTION);
    if (!numbers && !UnitParser.isMeasure(tail.get(0).text())) {
      return null; // "a parabola"
    }
    Answer.Scalar value;
    try {
      value = bare(tokens.subList(0, i));
    } catch (SyntaxException e) {
      return null;
    }
    int at = 0;
    while (at < tail.size()) {
      Long scale = NumberWords.SCALES.get(singular(tail.get(at)));
      if (scale == null) {
        break;
      }
      value = scaled(value, scale);
      at++;
    }
    return withUnit(value, UnitParser.parse(tail.subList(at, tail.size())));
  }

  private static String singular(Token token) {
    String word = LowerCase.of(token.text());
    return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
  }

  private Answer.Scalar scaled(Answer.Scalar value, long scale) {
    Expr expr = new Expr.Binary('*', value.expr(), Expr.of(scale));
    return new Answer.Scalar(expr, Exact.of(expr, budget), Written.EXACTLY, value.unit());
  }

  private static Answer.Scalar withUnit(Answer.Scalar value, Unit unit) {
    return new Answer.Scalar(value.expr(), value.exact(), value.written(), unit);
  }

  private Answer.Scalar bare(List<Token> tokens) {
    if (tokens.stream().allMatch(token -> token.kind() == Kind.WORD)
        && !(tokens.size() == 1 && Letters.isProduct(tokens.get(0).text()))) {
      throw new SyntaxException("an amount, found words");
    }
    Expr expr = ExprParser.parse(tokens, budget, sign);
    Written written = Written.EXACTLY;
    int first = tokens.get(0).isSymbol("-") || tokens.get(0).isSymbol("+") ? 1 : 0;
    if (tokens.size() == first + 1 && tokens.get(first).isNumber()) {
      written = Written.of(tokens.get(first).text());
    }
    return new Answer.Scalar(expr, Exact.of(expr, budget), written, Unit.NONE);
  }

  /** The names of the variables in {@code expr}. */
  static Set<String> variables(Expr expr) {
    Set<String> names = new HashSet<>();
    expr.collectVariables(names);
    return names;
  }
}
