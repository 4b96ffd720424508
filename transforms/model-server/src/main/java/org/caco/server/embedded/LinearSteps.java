package org.caco.server.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.server.embedded.Expr.Num;
import org.caco.server.embedded.Expr.Op;
import org.jspecify.annotations.Nullable;

/**
 * Follows the solving of a linear equation through a solution's lines: {@code 7x+2=142}, {@code
 * 7x=140}, {@code x=20} are the calculations 142-2 and 140/7.
 */
final class LinearSteps {
  private static final Pattern LINEAR =
      Pattern.compile(
          "(?<![\\w.*/+(-])(?:(\\d+(?:\\.\\d+)?|\\.\\d+)\\s*\\*?\\s*)?([A-Za-z])(?:\\s*\\*\\s*(\\d+))?"
              + "\\s*(?:([-+])\\s*\\$?(\\d+(?:\\.\\d+)?))?\\s*=\\s*\\$?(\\d[\\d,]*(?:\\.\\d+)?)"
              + "(?![\\w*/+]|\\s*[-+*/]|,\\d|\\.\\d)");

  /** What stands for the text before a calculation that this class found. */
  static final String ALGEBRA = "equal parts";

  /** {@code factor * x + shift = value}. */
  private record Linear(Rational factor, Rational shift, Rational value) {}

  private final Map<String, Linear> latest = new HashMap<>();

  /** Adds the calculations that lead from the equations so far to those of the line. */
  void read(String line, List<Equation> equations) {
    String plain = line.replaceAll("<<[^>]*>>", "");
    Matcher matcher = LINEAR.matcher(plain);
    while (matcher.find()) {
      Rational factor =
          matcher.group(1) != null
              ? Rational.parse(matcher.group(1))
              : matcher.group(3) != null ? Rational.parse(matcher.group(3)) : Rational.ONE;
      Rational shift = matcher.group(5) == null ? Rational.ZERO : Rational.parse(matcher.group(5));
      if ("-".equals(matcher.group(4))) {
        shift = shift.negate();
      }
      String value = matcher.group(6).replaceFirst(",$", "");
      Linear now = new Linear(factor, shift, Rational.parse(value));
      Linear before = latest.put(matcher.group(2), now);
      Expr step = before == null ? null : step(before, now);
      if (step != null) {
        equations.add(new Equation(step, now.value(), 0, ALGEBRA, plain.substring(matcher.end(6))));
      }
    }
  }

  private static @Nullable Expr step(Linear before, Linear now) {
    if (now.shift().signum() != 0 || now.factor().signum() == 0 || before.equals(now)) {
      return null;
    }
    Expr left = Num.of(before.value());
    if (before.shift().signum() > 0) {
      left = new Expr.Bin(Op.SUBTRACT, left, Num.of(before.shift()));
    } else if (before.shift().signum() < 0) {
      left = new Expr.Bin(Op.ADD, left, Num.of(before.shift().negate()));
    }
    Rational moved = before.value().minus(before.shift());
    if (before.factor().equals(now.factor())) {
      return moved.equals(now.value()) ? left : null;
    }
    Rational ratio = before.factor().dividedBy(now.factor());
    return now.factor().equals(Rational.ONE) && moved.equals(now.value().times(ratio))
        ? new Expr.Bin(Op.DIVIDE, left, Num.of(ratio))
        : null;
  }
}
