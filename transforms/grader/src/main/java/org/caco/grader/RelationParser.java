package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caco.grader.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Parses equations, inequalities, congruences and ratios. */
final class RelationParser {
  private static final Set<String> RELATIONS = Set.of("=", "≈", "<", "<=", ">", ">=", "!=");
  private static final Set<String> MODULO = Set.of("pmod", "bmod", "mod", "pod");
  private static final Answer.Scalar UNNAMED = Ranges.bound(new Expr.Variable("x"));

  private final Budget budget;
  private final StructureParser structures;

  RelationParser(Budget budget, StructureParser structures) {
    this.budget = budget;
    this.structures = structures;
  }

  /** The answer that {@code tokens} are, or null where they relate nothing to anything. */
  @Nullable Answer parse(List<Token> tokens) {
    Answer residue = residue(tokens);
    if (residue != null) {
      return residue;
    }
    Answer relation = relation(tokens);
    return relation == null ? ratio(tokens) : relation;
  }

  /** {@code 3 \pmod{7}}, also behind {@code x \equiv}; or null. */
  private @Nullable Answer residue(List<Token> tokens) {
    int mod = 1;
    while (mod < tokens.size() && !isModulo(tokens.get(mod))) {
      mod++;
    }
    if (mod >= tokens.size() - 1) {
      return null;
    }
    List<Token> value = tokens.subList(0, mod);
    List<Token> modulus = tokens.subList(mod + 1, tokens.size());
    if (value.get(mod - 1).is(Kind.OPEN, "(")
        && modulus.get(modulus.size() - 1).is(Kind.CLOSE, ")")) {
      value = value.subList(0, mod - 1);
      modulus = modulus.subList(0, modulus.size() - 1);
    }
    value = afterEquivalence(value);
    if (value.isEmpty() || modulus.isEmpty()) {
      return null;
    }
    Rational of = new ScalarParser(budget, 1).parse(value).exact();
    Rational by = new ScalarParser(budget, 1).parse(modulus).exact();
    if (of == null || by == null || !of.isInteger() || !by.isInteger() || by.signum() <= 0) {
      return null;
    }
    return new Answer.Residue(of, by);
  }

  /** What stands behind "x \equiv". */
  private static List<Token> afterEquivalence(List<Token> tokens) {
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.get(i).is(Kind.NAME, "equiv") || tokens.get(i).isSymbol("=")) {
        return tokens.subList(i + 1, tokens.size());
      }
    }
    return tokens;
  }

  private static boolean isModulo(Token token) {
    return (token.kind() == Kind.NAME || token.kind() == Kind.WORD)
        && token.text().length() > 2
        && MODULO.contains(token.text());
  }

  private @Nullable Answer relation(List<Token> tokens) {
    List<List<Token>> sides = new ArrayList<>();
    List<String> operators = new ArrayList<>();
    int level = 0;
    int start = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      level += StructureParser.level(token);
      if (level == 0 && token.kind() == Kind.SYMBOL && RELATIONS.contains(token.text())) {
        sides.add(tokens.subList(start, i));
        operators.add(token.text());
        start = i + 1;
      }
    }
    if (operators.isEmpty()) {
      return null;
    }
    sides.add(tokens.subList(start, tokens.size()));
    if (start == tokens.size()) {
      throw new SyntaxException("the right side of a relation");
    }
    return withoutRoundedEnd(sides, operators);
  }

  /** What is about 3.14 in "S = \pi \approx 3.14" was said before. */
  private Answer withoutRoundedEnd(List<List<Token>> sides, List<String> operators) {
    int rounded = operators.indexOf("≈");
    boolean saidBefore = rounded > 0 || (rounded == 0 && isConstant(sides.get(0)));
    if (!saidBefore || operators.subList(0, rounded).stream().anyMatch(each -> !each.equals("="))) {
      return related(sides, operators.stream().map(each -> each.equals("≈") ? "=" : each).toList());
    }
    List<List<Token>> exact = sides.subList(0, rounded + 1);
    Answer value =
        rounded == 0
            ? structures.parse(exact.get(0))
            : related(exact, operators.subList(0, rounded));
    Answer decimal = structures.parse(sides.get(rounded + 1));
    Answer.Scalar end = value instanceof Answer.Relation named ? last(named) : null;
    Answer.Scalar scalar = value instanceof Answer.Scalar itself ? itself : end;
    if (scalar == null || !(decimal instanceof Answer.Scalar) || !agree(scalar, decimal)) {
      return related(sides, operators.stream().map(each -> "=").toList());
    }
    return new Answer.Forms(List.of(value, decimal));
  }

  private static Answer.Scalar last(Answer.Relation relation) {
    return relation.sides().get(relation.sides().size() - 1);
  }

  private boolean isConstant(List<Token> side) {
    try {
      return !side.isEmpty()
          && ScalarParser.variables(new ScalarParser(budget, 1).parse(side).expr()).isEmpty();
    } catch (SyntaxException e) {
      return false;
    }
  }

  private boolean agree(Answer one, Answer other) {
    return new Comparison(budget, Judging.ALONE).compare(one, other).equal();
  }

  private Answer related(List<List<Token>> sides, List<String> operators) {
    List<Token> last = sides.get(sides.size() - 1);
    boolean equation = operators.stream().allMatch(operator -> operator.equals("="));
    try {
      Answer right = structures.parse(last);
      if (equation && (!(right instanceof Answer.Scalar) || sides.get(0).isEmpty())) {
        return right; // a name for something other than a number
      }
      List<Answer.Scalar> scalars = new ArrayList<>();
      for (List<Token> side : sides) {
        boolean unnamed = side.isEmpty() && scalars.isEmpty() && sides.size() == 2;
        scalars.add(unnamed ? UNNAMED : new ScalarParser(budget, 1).parse(side));
      }
      Answer.Relation relation = new Answer.Relation(scalars, operators);
      if (sides.get(0).isEmpty()) {
        Inequality inequality = Inequality.of(relation, budget);
        if (inequality == null) {
          throw new SyntaxException("a number that something is less or greater than");
        }
        return inequality.values();
      }
      return equation && isChainOfValues(scalars)
          ? new Answer.Forms(List.copyOf(scalars))
          : relation;
    } catch (SyntaxException e) {
      if (equation) {
        return structures.parse(last); // "Total cost = 5"
      }
      throw e;
    }
  }

  /** 3/4 = 0.75, all of which have a value, the same one. */
  private boolean isChainOfValues(List<Answer.Scalar> sides) {
    Answer.Scalar first = sides.get(0);
    return sides.stream().allMatch(side -> ScalarParser.variables(side.expr()).isEmpty())
        && sides.stream().skip(1).allMatch(side -> agree(first, side));
  }

  /** 3:2 and 3 to 2, or null. */
  private @Nullable Answer ratio(List<Token> tokens) {
    List<Answer> terms = new ArrayList<>();
    StringBuilder spelled = new StringBuilder();
    List<Token> part = new ArrayList<>();
    int level = 0;
    for (Token token : tokens) {
      level += StructureParser.level(token);
      boolean to = token.isWord("to") && !part.isEmpty() && part.get(0).isNumber();
      spelled.append(to ? "to" : token.text());
      if (level == 0 && (token.isSymbol(":") || to)) {
        terms.add(new ScalarParser(budget, 1).parse(part));
        part = new ArrayList<>();
      } else {
        part.add(token);
      }
    }
    if (terms.isEmpty()) {
      return null;
    }
    terms.add(new ScalarParser(budget, 1).parse(part));
    return new Answer.Ratio(terms, AnswerParser.bareClock(spelled.toString()));
  }
}
