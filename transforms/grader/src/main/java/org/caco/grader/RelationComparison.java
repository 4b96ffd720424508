package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares equations and inequalities. */
final class RelationComparison {
  private final Budget budget;
  private final Comparison answers;

  RelationComparison(Budget budget, Comparison answers) {
    this.budget = budget;
    this.answers = answers;
  }

  @Nullable Grade compare(Answer.Relation relation, Answer other) {
    if (other instanceof Answer.Relation that) {
      if (isEquation(relation) != isEquation(that)) {
        return Grade.different("type");
      }
      return isEquation(relation) ? equations(relation, that) : inequalities(relation, that);
    }
    if (isEquation(relation)) {
      Answer.Scalar value = labelledValue(relation);
      return value == null ? null : answers.compare(value, other);
    }
    Inequality inequality = Inequality.of(relation, budget);
    if (inequality == null || other instanceof Answer.Scalar) {
      return null;
    }
    return answers.compare(inequality.values(), other);
  }

  private static boolean isEquation(Answer.Relation relation) {
    return relation.operators().stream().allMatch(operator -> operator.equals("="));
  }

  /** What "x = 5" or "A = 2 r = 6" says that its name is, or null where nothing is named. */
  private static Answer.@Nullable Scalar labelledValue(Answer.Relation equation) {
    Expr name = equation.sides().get(0).expr();
    Answer.Scalar value = equation.sides().get(equation.sides().size() - 1);
    boolean isName =
        name instanceof Expr.Variable
            || (name instanceof Expr.Binary binary && isProductOfNames(binary));
    Set<String> names = ScalarParser.variables(name);
    names.retainAll(ScalarParser.variables(value.expr()));
    boolean application = name instanceof Expr.Binary;
    return isName && (names.isEmpty() || application) ? value : null;
  }

  private static boolean isInverse(Expr expr) {
    return expr instanceof Expr.Binary power
        && power.operator() == '^'
        && power.left() instanceof Expr.Variable
        && power.right().equals(Expr.of(-1));
  }

  /** Whether {@code expr} is f(x), which stands for a value, and not a product such as ab. */
  static boolean isApplication(Expr expr) {
    return expr instanceof Expr.Binary binary
        && isProductOfNames(binary)
        && binary.left() instanceof Expr.Variable function
        && Set.of("f", "g", "h", "P").contains(function.name());
  }

  /** f(x), P(A), AB, and words of four letters. */
  private static boolean isProductOfNames(Expr.Binary binary) {
    return binary.operator() == '*'
        && (binary.left() instanceof Expr.Variable
            || isInverse(binary.left())
            || binary.left() instanceof Expr.Named
            || (binary.left() instanceof Expr.Binary inner && isProductOfNames(inner)))
        && (binary.right() instanceof Expr.Variable || binary.right() instanceof Expr.Named);
  }

  /**
   * The values of "x = 2, y = 3", or of any other group its items; null where it is a group of
   * equations that does not name different things in the order of the alphabet.
   */
  static @Nullable List<Answer> labelledValues(Answer.Group group) {
    if (group.brackets() == Answer.Brackets.ROUND) {
      return group.items();
    }
    List<Answer> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Answer item : group.items()) {
      if (!(item instanceof Answer.Relation relation)
          || !isEquation(relation)
          || !(relation.sides().get(0).expr() instanceof Expr.Variable variable)) {
        return null;
      }
      names.add(variable.name());
      values.add(relation.sides().get(relation.sides().size() - 1));
    }
    return names.equals(List.copyOf(new TreeSet<>(names))) ? values : null;
  }

  /** The name that a key of a mapping is, or null. */
  static @Nullable String nameOf(Answer key) {
    if (key instanceof Answer.Scalar scalar && scalar.expr() instanceof Expr.Variable variable) {
      return variable.name();
    }
    boolean name =
        key instanceof Answer.Words words && words.quoted() && words.text().length() == 1;
    return name ? ((Answer.Words) key).text() : null;
  }

  /** {x: 4, y: 2} as x = 4 and y = 2; null where a key is no name or a value no number. */
  static @Nullable List<Answer> equations(Answer.Mapping mapping) {
    List<Answer> equations = new ArrayList<>();
    for (int i = 0; i < mapping.keys().size(); i++) {
      String name = nameOf(mapping.keys().get(i));
      if (name == null || !(mapping.values().get(i) instanceof Answer.Scalar value)) {
        return null;
      }
      Answer.Scalar variable = Ranges.bound(new Expr.Variable(name));
      equations.add(new Answer.Relation(List.of(variable, value), List.of("=")));
    }
    return equations;
  }

  /** The values of a mapping whose keys are names, in the order of the alphabet. */
  static List<Answer> inOrderOfNames(Answer.Mapping mapping) {
    SortedMap<String, Answer> values = new TreeMap<>();
    for (int i = 0; i < mapping.keys().size(); i++) {
      values.put(String.valueOf(nameOf(mapping.keys().get(i))), mapping.values().get(i));
    }
    return List.copyOf(values.values());
  }

  private Grade equations(Answer.Relation a, Answer.Relation b) {
    Answer.Scalar valueA = labelledValue(a);
    Answer.Scalar valueB = labelledValue(b);
    if (valueA != null && valueB != null) {
      Expr nameA = a.sides().get(0).expr();
      Expr nameB = b.sides().get(0).expr();
      if (nameA.equals(nameB)) {
        Grade grade = answers.compare(valueA, valueB);
        return grade.equal() && ScalarParser.variables(valueA.expr()).isEmpty()
            ? grade
            : Parts.inOrder("equation", "equation", Stream.of(grade));
      }
      if (ScalarParser.variables(valueA.expr()).isEmpty()
          && ScalarParser.variables(valueB.expr()).isEmpty()) {
        return Grade.different("variables");
      }
    }
    if (a.sides().size() != 2 || b.sides().size() != 2) {
      return unlike(a, b, "equation");
    }
    return switch (proportion(a, b)) {
      case SAME, OPPOSITE -> Grade.equal("equation");
      case NONE -> Grade.different("equation");
      case UNKNOWN -> Grade.UNDECIDED;
    };
  }

  private Grade inequalities(Answer.Relation a, Answer.Relation b) {
    Inequality one = Inequality.of(a, budget);
    Inequality other = Inequality.of(b, budget);
    if (one != null && other != null) {
      if (!one.name().equals(other.name())) {
        return Grade.different("variables");
      }
      return Parts.inOrder(
          "inequality", "inequality", Stream.of(answers.compare(one.values(), other.values())));
    }
    if (a.sides().size() != 2 || b.sides().size() != 2) {
      return unlike(a, b, "inequality");
    }
    String operatorA = a.operators().get(0);
    String operatorB = b.operators().get(0);
    Proportion needed = operatorA.equals(operatorB) ? Proportion.SAME : Proportion.OPPOSITE;
    if (operatorA.endsWith("=") != operatorB.endsWith("=")
        || operatorA.startsWith("!") != operatorB.startsWith("!")) {
      return unlike(a, b, "inequality");
    }
    Proportion found = proportion(a, b);
    if (found == Proportion.UNKNOWN) {
      return Grade.UNDECIDED;
    }
    boolean either = operatorA.equals("!=") && found != Proportion.NONE;
    return Grade.of(either || found == needed, "inequality");
  }

  /** Two that cannot be compared by their sides. */
  private static Grade unlike(Answer.Relation a, Answer.Relation b, String what) {
    return NotWorkedOut.occursIn(a) || NotWorkedOut.occursIn(b)
        ? Grade.UNDECIDED
        : Grade.different(what);
  }

  private enum Proportion {
    SAME,
    OPPOSITE,
    NONE,
    UNKNOWN
  }

  /** Whether left less right of one is a constant times left less right of the other. */
  private Proportion proportion(Answer.Relation a, Answer.Relation b) {
    Expr differenceA = difference(a);
    Expr differenceB = difference(b);
    if (!ScalarParser.variables(differenceA).equals(ScalarParser.variables(differenceB))) {
      return NotWorkedOut.occursIn(a) || NotWorkedOut.occursIn(b)
          ? Proportion.UNKNOWN
          : Proportion.NONE;
    }
    return new Numeric(budget)
        .constantRatio(differenceA, differenceB)
        .map(
            positive ->
                positive > 0
                    ? Proportion.SAME
                    : positive < 0 ? Proportion.OPPOSITE : Proportion.NONE)
        .orElse(Proportion.UNKNOWN);
  }

  private static Expr difference(Answer.Relation relation) {
    return new Expr.Binary('-', relation.sides().get(0).expr(), relation.sides().get(1).expr());
  }
}
