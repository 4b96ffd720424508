package org.caco.transforms.grade;

import java.util.ArrayList;
import java.util.List;

/** Compares intervals and unions of them. */
final class RangeComparison {
  private final Comparison answers;

  RangeComparison(Comparison answers) {
    this.answers = answers;
  }

  /** {@code a} is a range or a union. Null where {@code b} is neither that nor a pair. */
  Grade compare(Answer a, Answer b) {
    if (b instanceof Answer.Words words) {
      boolean all = words.text().equals("allrealnumbers") || words.text().equals("allreals");
      return all ? compare(a, Ranges.everything()) : null;
    }
    List<Answer> partsA = parts(a);
    List<Answer> partsB = parts(b);
    if (partsB == null) {
      return null;
    }
    return Grade.of(partsA.size() == partsB.size() && allFound(partsA, partsB), "interval");
  }

  private static List<Answer> parts(Answer answer) {
    if (answer instanceof Answer.Union union) {
      List<Answer> parts = new ArrayList<>();
      for (Answer part : union.parts()) {
        List<Answer> inner = part instanceof Answer.Union ? parts(part) : null;
        parts.addAll(inner == null ? List.of(part) : inner);
      }
      return parts;
    }
    return Ranges.asRange(answer) == null ? null : List.of(answer);
  }

  private boolean allFound(List<Answer> a, List<Answer> b) {
    List<Answer> left = new ArrayList<>(b);
    for (Answer part : a) {
      if (!left.removeIf(new FirstMatch(part)::test)) {
        return false;
      }
    }
    return left.isEmpty();
  }

  /** Matches one part only, so that no part is used twice. */
  private final class FirstMatch {
    private final Answer part;
    private boolean found;

    FirstMatch(Answer part) {
      this.part = part;
    }

    boolean test(Answer other) {
      if (found || !same(part, other)) {
        return false;
      }
      found = true;
      return true;
    }
  }

  private boolean same(Answer a, Answer b) {
    Answer.Range rangeA = Ranges.asRange(a);
    Answer.Range rangeB = Ranges.asRange(b);
    if (rangeA == null || rangeB == null) {
      return rangeA == null && rangeB == null && answers.compare(a, b).equal();
    }
    return rangeA.lowClosed() == rangeB.lowClosed()
        && rangeA.highClosed() == rangeB.highClosed()
        && answers.compare(rangeA.low(), rangeB.low()).equal()
        && answers.compare(rangeA.high(), rangeB.high()).equal();
  }
}
