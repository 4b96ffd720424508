package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caco.grader.Answer.Brackets;
import org.jspecify.annotations.Nullable;

/** Compares typed answers. Symmetric: which of the two is the known one makes no difference. */
final class Comparison {
  private static final int MAX_UNORDERED = 300;

  private final Budget budget;
  private final Judging judging;

  Comparison(Budget budget, Judging judging) {
    this.budget = budget;
    this.judging = judging;
  }

  Grade compare(Answer a, Answer b) {
    budget.take(1);
    Grade grade = compareOrdered(a, b);
    if (grade == null) {
      grade = compareOrdered(b, a);
    }
    if (grade == null) {
      return isOpen(a, b) ? Grade.UNDECIDED : Grade.different("type");
    }
    // Relations were compared by their sides.
    boolean sides = a instanceof Answer.Relation || b instanceof Answer.Relation;
    boolean sure = grade.equal() || grade.equals(Grade.DIFFERENT_BY_DECIDER) || sides;
    return sure || !isOpen(a, b) ? grade : Grade.UNDECIDED;
  }

  private static boolean isOpen(Answer a, Answer b) {
    return NotWorkedOut.occursIn(a) || NotWorkedOut.occursIn(b);
  }

  /** The verdict of a rule for these two types in this order, or null where there is none. */
  private @Nullable Grade compareOrdered(Answer a, Answer b) {
    if (a instanceof Answer.Forms || b instanceof Answer.Forms) {
      return a instanceof Answer.Forms forms ? forms(forms, b) : null;
    }
    if (a instanceof Answer.Restricted restricted) {
      return restricted(restricted, b);
    }
    if (a instanceof Answer.Choice choice) {
      return choice(choice, b);
    }
    if (a instanceof Answer.Scalar scalar) {
      return scalar(scalar, b);
    }
    if (a instanceof Answer.Truth truth) {
      return b instanceof Answer.Truth other
          ? Grade.of(truth.value() == other.value(), "truth")
          : null;
    }
    if (a instanceof Answer.Words words) {
      return words(words, b);
    }
    if (a instanceof Answer.Nothing) {
      return nothing(b);
    }
    if (a instanceof Answer.Clock clock) {
      return clock(clock, b);
    }
    if (a instanceof Answer.Numeral numeral) {
      return numeral(numeral, b);
    }
    if (a instanceof Answer.Ratio ratio) {
      return ratio(ratio, b);
    }
    if (a instanceof Answer.Relation relation) {
      return new RelationComparison(budget, this).compare(relation, b);
    }
    return structures(a, b);
  }

  private @Nullable Grade structures(Answer a, Answer b) {
    if (a instanceof Answer.Grid grid) {
      return new GridComparison(this).compare(grid, b);
    }
    if (a instanceof Answer.Range || a instanceof Answer.Union) {
      return new RangeComparison(this).compare(a, b);
    }
    if (a instanceof Answer.Mapping mapping) {
      return b instanceof Answer.Mapping other ? mappings(mapping, other) : solutions(mapping, b);
    }
    if (a instanceof Answer.Date date) {
      return b instanceof Answer.Date other ? Grade.of(date.equals(other), "date") : null;
    }
    if (a instanceof Answer.Residue residue) {
      return residue(residue, b);
    }
    if (a instanceof Answer.Group group) {
      return group(group, b);
    }
    return null;
  }

  /** Equal where one way to write the value is; else what is said of the first. */
  private Grade forms(Answer.Forms forms, Answer b) {
    Grade first = compare(forms.forms().get(0), b);
    for (Answer form : forms.forms()) {
      Grade grade = compare(form, b);
      if (grade.equal()) {
        return grade;
      }
    }
    return first;
  }

  /** Where only one side says of which kind a variable is, that makes no difference. */
  private Grade restricted(Answer.Restricted restricted, Answer b) {
    if (!(b instanceof Answer.Restricted other)) {
      return compare(restricted.body(), b);
    }
    return restricted.domain().equals(other.domain())
        ? compare(restricted.body(), other.body())
        : Grade.different("variables");
  }

  private static @Nullable Grade residue(Answer.Residue residue, Answer b) {
    if (b instanceof Answer.Residue other) {
      boolean same = residue.modulus().equals(other.modulus());
      return Grade.of(same && residue.least().equals(other.least()), "residue");
    }
    if (b instanceof Answer.Scalar scalar && scalar.exact() != null) {
      boolean same =
          scalar.exact().equals(residue.value()) || scalar.exact().equals(residue.least());
      return Grade.of(same, "residue");
    }
    return null;
  }

  /** {x: 4, y: 2} against x = 4, y = 2 and against (4, 2). */
  private @Nullable Grade solutions(Answer.Mapping mapping, Answer b) {
    if (b instanceof Answer.Relation && mapping.keys().size() == 1) {
      return solutions(mapping, new Answer.Group(Brackets.NONE, List.of(b)));
    }
    if (!(b instanceof Answer.Group group)) {
      return null;
    }
    List<Answer> equations = RelationComparison.equations(mapping);
    if (equations == null) {
      return null;
    }
    if (group.brackets() == Brackets.ROUND || group.brackets() == Brackets.PYTHON_TUPLE) {
      List<Answer> values = RelationComparison.inOrderOfNames(mapping);
      return compare(new Answer.Group(Brackets.ROUND, values), group);
    }
    boolean named = group.items().stream().allMatch(item -> item instanceof Answer.Relation);
    if (!named || group.items().size() != equations.size()) {
      return Grade.different("mapping");
    }
    return Parts.inAnyOrder("mapping", equations, group.items(), this::compare);
  }

  private @Nullable Grade words(Answer.Words words, Answer b) {
    if (b instanceof Answer.Words other) {
      return Grade.of(sameWords(words, other), "text");
    }
    return words.quoted() && !(b instanceof Answer.Nothing)
        ? compare(AnswerParser.parse(words.text(), budget), b)
        : null;
  }

  private static @Nullable Grade nothing(Answer b) {
    return b instanceof Answer.Nothing
            || (b instanceof Answer.Words words && words.text().equalsIgnoreCase("none"))
        ? Grade.equal("text")
        : null;
  }

  private static boolean sameWords(Answer.Words a, Answer.Words b) {
    if (a.quoted() && b.quoted()) {
      return a.text().equals(b.text());
    }
    String textA = a.quoted() ? Notation.wordsKey(a.text()) : a.text();
    String textB = b.quoted() ? Notation.wordsKey(b.text()) : b.text();
    return textA.equals(textB);
  }

  private @Nullable Grade scalar(Answer.Scalar scalar, Answer other) {
    if (other instanceof Answer.Scalar that) {
      return new ScalarComparison(budget, judging).compare(scalar, that);
    }
    return null;
  }

  /** The one item of a set or list, which may stand for itself; else null. */
  private static @Nullable Answer onlyItem(Answer.Group group) {
    return switch (group.brackets()) {
      case CURLY, SQUARE, PYTHON_LIST, PYTHON_SET ->
          group.items().size() == 1 ? group.items().get(0) : null;
      default -> null;
    };
  }

  /** Whether {@code group} holds one point, and {@code other} seems to be a point itself. */
  private static boolean isPointIn(Answer.Group group, Answer.Group other) {
    return onlyItem(group) instanceof Answer.Group point
        && point.brackets() == Brackets.ROUND
        && other.items().size() > 1
        && other.items().stream().noneMatch(item -> item instanceof Answer.Group);
  }

  private @Nullable Grade choice(Answer.Choice choice, Answer other) {
    if (other instanceof Answer.Choice that) {
      return Grade.of(choice.letter() == that.letter(), "choice");
    }
    if (other instanceof Answer.Scalar scalar
        && scalar.expr() instanceof Expr.Variable variable
        && variable.name().equalsIgnoreCase(String.valueOf(choice.letter()))) {
      return Grade.equal("choice");
    }
    if (other instanceof Answer.Words words && words.quoted()) {
      return Grade.of(words.text().equals(String.valueOf(choice.letter())), "choice");
    }
    return choice.body() == null ? null : compare(choice.body(), other);
  }

  private static @Nullable Grade clock(Answer.Clock clock, Answer other) {
    Answer.Clock that =
        other instanceof Answer.Clock clockToo
            ? clockToo
            : other instanceof Answer.Ratio ratio ? ratio.clock() : null;
    if (that == null) {
      return null;
    }
    Answer.Clock unmarked = clock.half() == ' ' ? clock : that;
    // 1:15 may be 1:15 PM; 13:15 says which half of the day it is
    boolean eitherHalf =
        clock.half() != that.half() && unmarked.half() == ' ' && unmarked.minutes() < 780;
    boolean equal =
        clock.minutes() == that.minutes()
            || (eitherHalf && clock.minutes() % 720 == that.minutes() % 720);
    return Grade.of(equal, "time");
  }

  private @Nullable Grade numeral(Answer.Numeral numeral, Answer other) {
    if (other instanceof Answer.Numeral that) {
      return Grade.of(numeral.value().equals(that.value()), "numeral");
    }
    if (other instanceof Answer.Scalar scalar) {
      boolean equal = numeral.value().equals(scalar.exact());
      return Grade.of(equal, "numeral");
    }
    return null;
  }

  private @Nullable Grade ratio(Answer.Ratio ratio, Answer other) {
    if (other instanceof Answer.Ratio that) {
      if (ratio.clock() != null && that.clock() != null) {
        return Grade.of(ratio.clock().minutes() == that.clock().minutes(), "ratio");
      }
      return ratio.terms().size() == that.terms().size()
          ? proportional(ratio.terms(), that.terms())
          : Grade.different("length");
    }
    if (other instanceof Answer.Scalar scalar && ratio.terms().size() == 2) {
      Answer.Scalar quotient = quotient(ratio.terms().get(0), ratio.terms().get(1));
      return scalar.unit().isNone()
          ? Parts.inOrder("ratio", "ratio", Stream.of(compare(quotient, scalar)))
          : null;
    }
    return null;
  }

  private Grade proportional(List<Answer> a, List<Answer> b) {
    return Parts.inOrder(
        "ratio",
        "ratio",
        IntStream.range(1, a.size())
            .mapToObj(i -> compare(quotient(a.get(0), a.get(i)), quotient(b.get(0), b.get(i)))));
  }

  private Answer.Scalar quotient(Answer above, Answer below) {
    Expr expr =
        new Expr.Binary('/', ((Answer.Scalar) above).expr(), ((Answer.Scalar) below).expr());
    return new Answer.Scalar(expr, Exact.of(expr, budget), Written.EXACTLY, Unit.NONE);
  }

  private Grade mappings(Answer.Mapping a, Answer.Mapping b) {
    if (a.keys().size() != b.keys().size()) {
      return Grade.different("length");
    }
    List<Answer> entriesA = new ArrayList<>();
    List<Answer> entriesB = new ArrayList<>();
    for (int i = 0; i < a.keys().size(); i++) {
      entriesA.add(pair(a.keys().get(i), a.values().get(i)));
      entriesB.add(pair(b.keys().get(i), b.values().get(i)));
    }
    return Parts.inAnyOrder("mapping", entriesA, entriesB, this::compare);
  }

  private static List<Answer> labelled(Answer.Group group) {
    List<Answer> values = RelationComparison.labelledValues(group);
    return values == null ? group.items() : values;
  }

  private static Answer pair(Answer key, Answer value) {
    return new Answer.Group(Brackets.PYTHON_TUPLE, List.of(key, value));
  }

  private @Nullable Grade group(Answer.Group group, Answer other) {
    if (!(other instanceof Answer.Group that)) {
      Answer only = onlyItem(group);
      return only == null ? null : compare(only, other);
    }
    if (isPointIn(group, that)) {
      return compare(group.items().get(0), that);
    }
    if (isPointIn(that, group)) {
      return compare(group, that.items().get(0));
    }
    GroupRule rule = GroupRule.of(group, that);
    List<Answer> a = group.items();
    List<Answer> b = that.items();
    switch (rule) {
      case DIFFERENT:
        return Grade.different("brackets");
      case LABELLED:
        a = labelled(group);
        b = labelled(that);
        break;
      case UNORDERED:
        return unordered(group, that);
      default:
    }
    if (a.size() != b.size()) {
      return Grade.different("length");
    }
    List<Answer> left = a;
    List<Answer> right = b;
    return Parts.inOrder(
        "sequence",
        "item",
        IntStream.range(0, a.size()).mapToObj(i -> compare(left.get(i), right.get(i))));
  }

  private Grade unordered(Answer.Group group, Answer.Group other) {
    List<Answer> a = group.items();
    List<Answer> b = other.items();
    boolean sets = isSet(group) && isSet(other);
    if (sets) {
      a = distinct(a);
      b = distinct(b);
    }
    if (a.size() == b.size()) {
      return Parts.inAnyOrder("set", a, b, this::compare);
    }
    // Of sets, two items that seem to be two may be one.
    return sets && (mayRepeat(a) || mayRepeat(b)) ? Grade.UNDECIDED : Grade.different("length");
  }

  private static boolean isSet(Answer.Group group) {
    return group.brackets() == Brackets.CURLY || group.brackets() == Brackets.PYTHON_SET;
  }

  private List<Answer> distinct(List<Answer> items) {
    List<Answer> result = new ArrayList<>();
    for (Answer item : items) {
      if (items.size() > MAX_UNORDERED || !containsEqual(result, item)) {
        result.add(item);
      }
    }
    return result;
  }

  private boolean containsEqual(List<Answer> items, Answer item) {
    for (Answer other : items) {
      if (compare(other, item).equal()) {
        return true;
      }
    }
    return false;
  }

  private boolean mayRepeat(List<Answer> items) {
    return items.size() <= MAX_UNORDERED
        && IntStream.range(1, items.size())
            .anyMatch(
                i ->
                    items.subList(0, i).stream()
                        .anyMatch(item -> compare(item, items.get(i)).equals(Grade.UNDECIDED)));
  }
}
