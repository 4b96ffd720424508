package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares intervals and unions of them. */
final class RangeComparison {
  private final Comparison answers;

  RangeComparison(Comparison answers) {
    this.answers = answers;
  }

  /** {@code a} is a range or a union. Null where {@code b} is neither that nor a pair. */
  @Nullable Grade compare(Answer a, Answer b) {
    if (b instanceof Answer.Words words) {
      boolean all = words.text().equals("allrealnumbers") || words.text().equals("allreals");
      return all ? compare(a, Ranges.everything()) : null;
    }
    List<Answer> partsA = parts(a);
    List<Answer> partsB = parts(b);
    if (partsA == null || partsB == null) {
      return null;
    }
    return partsA.size() == partsB.size()
        ? Parts.inAnyOrder("interval", partsA, partsB, this::comparePart)
        : Grade.different("interval");
  }

  private static @Nullable List<Answer> parts(Answer answer) {
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

  private Grade comparePart(Answer a, Answer b) {
    Answer.Range rangeA = Ranges.asRange(a);
    Answer.Range rangeB = Ranges.asRange(b);
    if (rangeA == null && rangeB == null) {
      return answers.compare(a, b);
    }
    if (rangeA == null
        || rangeB == null
        || rangeA.lowClosed() != rangeB.lowClosed()
        || rangeA.highClosed() != rangeB.highClosed()) {
      return Grade.different("interval");
    }
    return Parts.inOrder(
        "interval",
        "interval",
        Stream.<Supplier<Grade>>of(
                () -> answers.compare(rangeA.low(), rangeB.low()),
                () -> answers.compare(rangeA.high(), rangeB.high()))
            .map(Supplier::get));
  }
}
