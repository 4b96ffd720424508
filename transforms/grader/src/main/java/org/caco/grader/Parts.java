package org.caco.grader;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on two wholes, from those on their parts. A part that is different decides, whatever
 * is undecided besides; where there is none, an undecided part leaves the whole undecided.
 */
final class Parts {
  /** Beyond this, the first part without a partner ends the search, and gives no other reason. */
  private static final int FEW = 30;

  /** Compares a part of one whole with a part of the other. */
  @FunctionalInterface
  interface Rule {
    Grade compare(Answer a, Answer b);
  }

  private final List<Answer> a;
  private final List<Answer> b;
  private final Rule rule;

  /** What is known already, so that nobody is asked twice; null where there are many. */
  private final @Nullable Grade @Nullable [][] grades;

  private Parts(List<Answer> a, List<Answer> b, Rule rule) {
    this.a = a;
    this.b = b;
    this.rule = rule;
    grades = a.size() > FEW ? null : new Grade[a.size()][b.size()];
  }

  /** Where every part has its place. {@code different} is what a part that is different makes. */
  static Grade inOrder(String equal, String different, Stream<Grade> parts) {
    boolean open = false;
    for (Iterator<Grade> each = parts.iterator(); each.hasNext(); ) {
      Grade part = each.next();
      if (part.equals(Grade.UNDECIDED)) {
        open = true;
      } else if (!part.equal()) {
        return part.equals(Grade.DIFFERENT_BY_DECIDER) ? part : Grade.different(different);
      }
    }
    return open ? Grade.UNDECIDED : Grade.equal(equal);
  }

  /** Where each part of {@code a} has a partner of its own in {@code b}, which has as many. */
  static Grade inAnyOrder(String what, List<Answer> a, List<Answer> b, Rule rule) {
    return new Parts(a, b, rule).matched(what);
  }

  private Grade matched(String what) {
    List<Integer> leftA = new ArrayList<>();
    List<Integer> leftB = new ArrayList<>(IntStream.range(0, b.size()).boxed().toList());
    for (int i = 0; i < a.size(); i++) {
      int item = i;
      Integer partner = leftB.stream().filter(j -> grade(item, j).equal()).findFirst().orElse(null);
      if (partner != null) {
        leftB.remove(partner);
      } else if (a.size() > FEW && leftB.stream().noneMatch(j -> isOpen(item, j))) {
        return Grade.different(what);
      } else {
        leftA.add(item);
      }
    }
    if (leftA.isEmpty()) {
      return Grade.equal(what);
    }
    boolean open =
        leftA.stream().allMatch(i -> leftB.stream().anyMatch(j -> isOpen(i, j)))
            && leftB.stream().allMatch(j -> leftA.stream().anyMatch(i -> isOpen(i, j)));
    if (open) {
      return Grade.UNDECIDED;
    }
    boolean byDecider =
        a.size() <= FEW
            && leftA.stream()
                .anyMatch(
                    i ->
                        leftB.stream()
                            .anyMatch(j -> grade(i, j).equals(Grade.DIFFERENT_BY_DECIDER)));
    return byDecider ? Grade.DIFFERENT_BY_DECIDER : Grade.different(what);
  }

  private boolean isOpen(int i, int j) {
    return grade(i, j).equals(Grade.UNDECIDED);
  }

  private Grade grade(int i, int j) {
    if (grades == null) {
      return rule.compare(a.get(i), b.get(j));
    }
    if (grades[i][j] == null) {
      grades[i][j] = rule.compare(a.get(i), b.get(j));
    }
    return grades[i][j];
  }
}
