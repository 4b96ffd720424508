package org.caco.runners.flink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.Plan;
import org.apache.flink.api.common.operators.AbstractUdfOperator;
import org.apache.flink.api.common.operators.DualInputOperator;
import org.apache.flink.api.common.operators.GenericDataSinkBase;
import org.apache.flink.api.common.operators.Operator;
import org.apache.flink.api.common.operators.SingleInputOperator;
import org.apache.flink.api.common.operators.Union;
import org.apache.flink.api.common.operators.base.FilterOperatorBase;
import org.apache.flink.api.common.operators.base.FlatMapOperatorBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * The operators of Flink's plan and how they hang together, divided into regions.
 *
 * <p>A region holds operators that look at one record at a time and hang on one input. One that
 * reads a side input begins a region of its own, since what it reads may come of the same input. A
 * union is part of a region if all that it brings together is.
 */
final class PlanGraph {
  /** Operators that can become one, each after those that it gets something from. */
  record Region(Operator<?> input, List<Operator<?>> members) {
    // By identity: two may have the same input.
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private final List<Operator<?>> operators = new ArrayList<>();
  private final Map<Operator<?>, List<Operator<?>>> readers = new HashMap<>();
  private final Map<Operator<?>, Region> regionOf = new HashMap<>();
  private final List<Region> regions = new ArrayList<>();

  PlanGraph(Plan plan) {
    Set<Operator<?>> seen = new HashSet<>();
    for (GenericDataSinkBase<?> sink : plan.getDataSinks()) {
      visit(sink, seen);
    }
    divide();
  }

  private void visit(Operator<?> operator, Set<Operator<?>> seen) {
    if (!seen.add(operator)) {
      return;
    }
    for (Operator<?> input : inputs(operator)) {
      visit(input, seen);
      readers.computeIfAbsent(input, unused -> new ArrayList<>()).add(operator);
    }
    operators.add(operator);
  }

  private void divide() {
    Map<Operator<?>, Region> behind = new HashMap<>();
    for (Operator<?> operator : operators) {
      List<Operator<?>> inputs = inputs(operator);
      if (takesOneByOne(operator)) {
        Region region = regionOf.get(inputs.get(0));
        if (inputs.size() > 1) {
          region = region(inputs.get(0));
        } else if (region == null) {
          region = behind.computeIfAbsent(inputs.get(0), this::region);
        }
        add(operator, region);
      } else if (operator instanceof Union) {
        Region region = regionOf.get(inputs.get(0));
        if (region != null && region.equals(regionOf.get(inputs.get(1)))) {
          add(operator, region);
        }
      }
    }
  }

  private static boolean takesOneByOne(Operator<?> operator) {
    return (operator instanceof FlatMapOperatorBase || operator instanceof FilterOperatorBase)
        && operator.getParallelism() == ExecutionConfig.PARALLELISM_DEFAULT;
  }

  private Region region(Operator<?> input) {
    Region region = new Region(input, new ArrayList<>());
    regions.add(region);
    return region;
  }

  private void add(Operator<?> operator, Region region) {
    region.members().add(operator);
    regionOf.put(operator, region);
  }

  /** All of them, each after its inputs. */
  List<Operator<?>> operators() {
    return operators;
  }

  /** In the order of their first operators. */
  List<Region> regions() {
    return regions;
  }

  @Nullable Region regionOf(Operator<?> operator) {
    return regionOf.get(operator);
  }

  /** Those that read it; one that reads it twice is there twice. */
  List<Operator<?>> readers(Operator<?> operator) {
    return readers.getOrDefault(operator, List.of());
  }

  /** Whether it is a union that brings together what comes of several regions. */
  boolean isUnion(Operator<?> operator) {
    return operator instanceof Union && !regionOf.containsKey(operator);
  }

  /** The last of a row of unions each of which is read by the next alone. */
  Operator<?> last(Operator<?> union) {
    List<Operator<?>> next = readers(union);
    return next.size() == 1 && isUnion(next.get(0)) ? last(next.get(0)) : union;
  }

  /** What the row of unions that ends with {@code last} brings together. */
  List<Operator<?>> united(Operator<?> last) {
    List<Operator<?>> united = new ArrayList<>();
    gather(last, last, united);
    return united;
  }

  private void gather(Operator<?> union, Operator<?> last, List<Operator<?>> united) {
    for (Operator<?> input : inputs(union)) {
      if (isUnion(input) && last(input).equals(last)) {
        gather(input, last, united);
      } else {
        united.add(input);
      }
    }
  }

  /** What an operator reads, side inputs last. */
  static List<Operator<?>> inputs(Operator<?> operator) {
    List<Operator<?>> inputs = new ArrayList<>();
    if (operator instanceof SingleInputOperator<?, ?, ?> single) {
      inputs.add(single.getInput());
    } else if (operator instanceof DualInputOperator<?, ?, ?, ?> dual) {
      inputs.add(dual.getFirstInput());
      inputs.add(dual.getSecondInput());
    } else if (operator instanceof GenericDataSinkBase<?> sink) {
      inputs.add(sink.getInput());
    }
    if (operator instanceof AbstractUdfOperator<?, ?> user) {
      inputs.addAll(user.getBroadcastInputs().values());
    }
    return inputs;
  }

  /** Lets an operator read others than those that it reads. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static void replaceInputs(Operator<?> operator, UnaryOperator<Operator<?>> other) {
    if (operator instanceof SingleInputOperator single) {
      single.setInput(other.apply(single.getInput()));
    } else if (operator instanceof DualInputOperator dual) {
      dual.setFirstInput(other.apply(dual.getFirstInput()));
      dual.setSecondInput(other.apply(dual.getSecondInput()));
    } else if (operator instanceof GenericDataSinkBase sink) {
      sink.setInput(other.apply(sink.getInput()));
    }
    if (operator instanceof AbstractUdfOperator<?, ?> user) {
      for (Map.Entry<String, Operator<?>> input :
          List.copyOf(user.getBroadcastInputs().entrySet())) {
        user.setBroadcastVariable(input.getKey(), other.apply(input.getValue()));
      }
    }
  }

  /** What an operator's name says of the graph, and not of Flink and Beam. */
  static String shortName(Operator<?> operator) {
    if (operator instanceof GenericDataSinkBase) {
      return "end";
    }
    String name =
        operator
            .getName()
            .replaceFirst("^(FlatMap|Map|Filter|Union|GroupReduce|GroupCombine|at)( at)? ", "")
            .replaceFirst("^(ExplodeWindows|GroupCombine): ", "")
            .replaceFirst(" \\(org\\..*", "")
            .replaceFirst("/Reshuffle\\.ViaRandomKey.*", "");
    // That of a shuffle tells the line of Beam that made it.
    return name.startsWith("translateNode") && operator instanceof SingleInputOperator<?, ?, ?> one
        ? shuffled(one.getInput())
        : name;
  }

  private static String shuffled(Operator<?> operator) {
    return operator instanceof SingleInputOperator<?, ?, ?> one
            && operator.getName().equals("Key Extractor")
        ? shortName(one.getInput())
        : shortName(operator);
  }

  /**
   * The part of its name that says which step of the graph it belongs to; empty if it is part of a
   * union, to which Beam gives no name.
   */
  static String step(Operator<?> operator) {
    String name = shortName(operator);
    return name.startsWith("translateNode") || name.equals("UnionFixFilter")
        ? ""
        : name.replaceFirst("[/.].*", "");
  }

  static TypeInformation<?> type(Operator<?> operator) {
    return operator.getOperatorInfo().getOutputType();
  }
}
