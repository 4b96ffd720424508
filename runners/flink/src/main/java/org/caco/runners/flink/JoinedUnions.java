package org.caco.runners.flink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.Plan;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.operators.Operator;
import org.apache.flink.api.common.operators.UnaryOperatorInformation;
import org.apache.flink.api.common.operators.base.FlatMapOperatorBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.caco.runners.flink.PlanGraph.Region;

/**
 * Lets unions that the same regions give to be one union of tagged records, such as that of the
 * rejections of all steps and that of all their counts. Flink gives each reader of an operator all
 * that it emits, to take from it what is its own: with such a union there is one reader less, and
 * everything is written once less.
 *
 * <p>Only unions with as many unions before them can be one: neither can come of the other then.
 */
final class JoinedUnions {
  private final PlanGraph graph;
  private final PipelineOptions options;

  private JoinedUnions(Plan plan, PipelineOptions options) {
    this.graph = new PlanGraph(plan);
    this.options = options;
  }

  /** Changes {@code plan}; whether there was something to join. */
  static boolean join(Plan plan, PipelineOptions options) {
    JoinedUnions unions = new JoinedUnions(plan, options);
    List<Set<Operator<?>>> groups = unions.groups();
    groups.forEach(unions::join);
    return !groups.isEmpty();
  }

  /** The last unions of rows that can be one. */
  private List<Set<Operator<?>>> groups() {
    Map<Operator<?>, Integer> depths = new HashMap<>();
    Map<Operator<?>, Set<Operator<?>>> groupOf = new LinkedHashMap<>();
    Map<Region, Map<Integer, Operator<?>>> given = new HashMap<>();
    for (Operator<?> operator : graph.operators()) {
      int depth =
          PlanGraph.inputs(operator).stream()
              .mapToInt(input -> depths.getOrDefault(input, 0))
              .max()
              .orElse(0);
      boolean last = graph.isUnion(operator) && graph.last(operator).equals(operator);
      depths.put(operator, last ? depth + 1 : depth);
      if (last) {
        Set<Operator<?>> group = new LinkedHashSet<>(List.of(operator));
        groupOf.put(operator, group);
        for (Operator<?> input : graph.united(operator)) {
          Region region = graph.regionOf(input);
          if (region != null) {
            Operator<?> other =
                given
                    .computeIfAbsent(region, unused -> new HashMap<>())
                    .putIfAbsent(depth, operator);
            if (other != null) {
              merge(other, operator, groupOf);
            }
          }
        }
      }
    }
    return groupOf.values().stream().distinct().filter(group -> group.size() > 1).toList();
  }

  private static void merge(
      Operator<?> one, Operator<?> other, Map<Operator<?>, Set<Operator<?>>> groupOf) {
    Set<Operator<?>> both = new LinkedHashSet<>(groupOf.getOrDefault(one, Set.of()));
    both.addAll(groupOf.getOrDefault(other, Set.of()));
    both.forEach(union -> groupOf.put(union, both));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private void join(Set<Operator<?>> group) {
    List<Operator<?>> unions = List.copyOf(group);
    List<TypeInformation<?>> types = new ArrayList<>();
    unions.forEach(union -> types.add(PlanGraph.type(union)));
    TypeInformation<?> tagged = TaggedType.of(types, options);
    List<Operator<?>> parts = new ArrayList<>();
    for (int number = 0; number < unions.size(); number++) {
      for (Operator<?> input : graph.united(unions.get(number))) {
        FlatMapOperatorBase part =
            new FlatMapOperatorBase(
                new TagFunction(number),
                new UnaryOperatorInformation(types.get(number), tagged),
                input.getName());
        part.setInput(input);
        parts.add(part);
      }
    }
    Operator<?> joined = Operator.createUnionCascade((List) parts);
    for (int number = 0; number < unions.size(); number++) {
      Operator<?> union = unions.get(number);
      Operator<?> untagged =
          TaggedType.reader(
              joined, new ReaderFunction(number), types.get(number), FusedPlan.UNNAMED);
      for (Operator<?> reader : graph.readers(union)) {
        PlanGraph.replaceInputs(reader, input -> input.equals(union) ? untagged : input);
      }
    }
  }

  private static final class TagFunction
      implements FlatMapFunction<WindowedValue<Object>, WindowedValue<Object>> {
    private static final long serialVersionUID = 1L;

    private final int number;

    TagFunction(int number) {
      this.number = number;
    }

    @Override
    public void flatMap(WindowedValue<Object> value, Collector<WindowedValue<Object>> output) {
      output.collect(value.withValue(new RawUnionValue(number, value.getValue())));
    }
  }
}
