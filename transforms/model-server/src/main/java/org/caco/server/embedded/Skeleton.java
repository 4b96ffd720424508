package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.caco.server.embedded.PlainStep.Kind;

/**
 * The flow of a computation without names and numbers.
 *
 * @param nodes its steps; the last one is the result
 */
record Skeleton(List<Node> nodes) {
  private static final int MAX_NODES = 9;

  /**
   * A step.
   *
   * @param operands earlier steps by index from 0, or inputs as negative numbers from -1 on; the
   *     same number is the same input
   */
  record Node(Kind kind, List<Integer> operands) {}

  private static final List<Kind> STARTS =
      List.of(Kind.PRODUCT, Kind.SUM, Kind.TOTAL, Kind.DIFFERENCE, Kind.PRODUCT);

  /** Kinds that a step may have whose first operand is known; more frequent ones several times. */
  private static final List<Kind> FOLLOWERS =
      List.of(
          Kind.SUM,
          Kind.DIFFERENCE,
          Kind.PRODUCT,
          Kind.QUOTIENT,
          Kind.PERCENTAGE,
          Kind.SUM,
          Kind.DIFFERENCE,
          Kind.QUOTIENT,
          Kind.WHOLE_TIMES,
          Kind.REMAINDER,
          Kind.SMALLER,
          Kind.LARGER,
          Kind.GROWTH,
          Kind.DECLINE,
          Kind.MULTIPLICATION,
          Kind.IF_MORE,
          Kind.IF_AT_LEAST,
          Kind.PERCENTAGE);

  static Skeleton of(Computation computation) {
    List<PlainStep> steps = PlainSteps.of(computation);
    Map<Expr, Integer> ids = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    int inputs = 0;
    for (PlainStep step : steps) {
      List<Integer> operands = new ArrayList<>();
      for (Expr atom : step.atoms()) {
        Integer id = ids.get(atom);
        if (id == null) {
          id = - ++inputs;
          ids.put(atom, id);
        }
        operands.add(id);
      }
      ids.put(new Expr.Ref(step.result()), nodes.size());
      nodes.add(new Node(step.kind(), operands));
    }
    return new Skeleton(nodes);
  }

  /** A flow of so many steps, made up freely. */
  static Skeleton free(int size, Random random) {
    List<Node> nodes = new ArrayList<>();
    Kind first = STARTS.get(random.nextInt(STARTS.size()));
    nodes.add(new Node(first, first == Kind.TOTAL ? List.of(-1) : List.of(-1, -2)));
    Skeleton skeleton = new Skeleton(nodes);
    while (skeleton.nodes.size() < size) {
      skeleton = skeleton.extended(random);
    }
    return skeleton;
  }

  private int inputs() {
    int lowest = 0;
    for (Node node : nodes) {
      for (int operand : node.operands()) {
        lowest = Math.min(lowest, operand);
      }
    }
    return -lowest;
  }

  /** This with one more step behind it. */
  Skeleton extended(Random random) {
    List<Node> more = new ArrayList<>(nodes);
    int last = nodes.size() - 1;
    int next = -inputs() - 1;
    int choice = random.nextInt(FOLLOWERS.size() + 3);
    if (choice >= FOLLOWERS.size()) {
      // A second strand that joins the first.
      boolean list = random.nextBoolean();
      more.add(
          new Node(
              list ? Kind.TOTAL : Kind.PRODUCT, list ? List.of(next) : List.of(next, next - 1)));
      Kind join = random.nextInt(3) == 0 ? Kind.DIFFERENCE : Kind.SUM;
      more.add(new Node(join, List.of(last, last + 1)));
      return new Skeleton(more);
    }
    Kind kind = FOLLOWERS.get(choice);
    more.add(
        new Node(
            kind,
            switch (kind) {
              case GROWTH, DECLINE, MULTIPLICATION -> List.of(last, next, next - 1);
              case IF_MORE, IF_AT_LEAST -> {
                // Above the bar something is taken off; below it all stays.
                more.add(new Node(Kind.DIFFERENCE, List.of(last, next)));
                yield List.of(last, next - 1, last + 1, last);
              }
              default -> List.of(last, next);
            }));
    if (kind == Kind.PERCENTAGE) {
      more.add(
          new Node(
              random.nextBoolean() ? Kind.SUM : Kind.DIFFERENCE, List.of(last, more.size() - 1)));
    }
    return new Skeleton(more);
  }

  /** This, and then the other with this one's result in the place of one of its inputs. */
  Skeleton then(Skeleton other, Random random) {
    int replaced = -1 - random.nextInt(Math.max(1, other.inputs()));
    List<Node> joined = new ArrayList<>(nodes);
    int shift = nodes.size();
    int inputs = inputs();
    for (Node node : other.nodes) {
      List<Integer> operands = new ArrayList<>();
      for (int operand : node.operands()) {
        if (operand >= 0) {
          operands.add(operand + shift);
        } else if (operand == replaced && !node.kind().ofList()) {
          operands.add(shift - 1);
        } else {
          operands.add(operand - inputs);
        }
      }
      joined.add(new Node(node.kind(), operands));
    }
    return new Skeleton(joined);
  }

  /** This with the kind of one step changed, where it has one that can be. */
  Skeleton mutated(Random random) {
    int at = random.nextInt(nodes.size());
    Node node = nodes.get(at);
    List<Kind> choices =
        switch (node.kind()) {
          case SUM -> List.of(Kind.DIFFERENCE, Kind.LARGER, Kind.PRODUCT);
          case DIFFERENCE -> List.of(Kind.SUM, Kind.SMALLER);
          case PRODUCT -> List.of(Kind.SUM, Kind.PERCENTAGE);
          case QUOTIENT -> List.of(Kind.WHOLE_TIMES, Kind.REMAINDER, Kind.DIFFERENCE);
          case WHOLE_TIMES -> List.of(Kind.REMAINDER, Kind.QUOTIENT);
          case TOTAL -> List.of(Kind.HIGHEST, Kind.LOWEST);
          default -> List.of(node.kind());
        };
    Kind kind = choices.get(random.nextInt(choices.size()));
    boolean two = kind != Kind.SUM && kind != Kind.DIFFERENCE && kind != Kind.PRODUCT;
    List<Integer> operands =
        two && node.operands().size() > 2 ? node.operands().subList(0, 2) : node.operands();
    if (kind == Kind.PERCENTAGE && operands.get(1) >= 0) {
      return this;
    }
    List<Node> changed = new ArrayList<>(nodes);
    changed.set(at, new Node(kind, operands));
    return new Skeleton(changed);
  }

  /** The first steps of this, at most so many that a reader can follow. */
  Skeleton shortened() {
    return nodes.size() > MAX_NODES ? new Skeleton(nodes.subList(0, MAX_NODES)) : this;
  }
}
