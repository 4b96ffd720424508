package org.caco.runners.flink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.Plan;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.operators.AbstractUdfOperator;
import org.apache.flink.api.common.operators.GenericDataSinkBase;
import org.apache.flink.api.common.operators.Operator;
import org.apache.flink.api.common.operators.UnaryOperatorInformation;
import org.apache.flink.api.common.operators.Union;
import org.apache.flink.api.common.operators.base.FilterOperatorBase;
import org.apache.flink.api.common.operators.base.FlatMapOperatorBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.caco.runners.flink.PlanGraph.Region;
import org.jspecify.annotations.Nullable;

/**
 * Flink's plan of a pipeline with far fewer operators. Beam makes one or more of each step, and
 * Flink writes what goes from one to the next; here each region of a {@link PlanGraph} becomes one.
 * What a region gives to a union is given as one, however many of its operators give it.
 */
final class FusedPlan {
  /** The name of operators that are part of no step. */
  static final String UNNAMED = "";

  private final Plan plan;
  private final PlanGraph graph;
  private final PipelineOptions options;
  private final Map<Region, Stage> stages = new LinkedHashMap<>();
  private final Map<Operator<?>, Operator<?>> unions = new HashMap<>();

  private FusedPlan(Plan plan, PipelineOptions options) {
    this.plan = plan;
    this.graph = new PlanGraph(plan);
    this.options = options;
  }

  /** Changes {@code plan}, which is the one that is returned. */
  static Plan of(Plan plan, PipelineOptions options) {
    boolean joined = true;
    while (joined) {
      joined = JoinedUnions.join(plan, options);
    }
    new FusedPlan(plan, options).fuse();
    return plan;
  }

  private void fuse() {
    graph.regions().forEach(region -> stages.put(region, new Stage(region)));
    for (Operator<?> operator : graph.operators()) {
      if (graph.regionOf(operator) == null && !(operator instanceof Union)) {
        PlanGraph.replaceInputs(operator, this::now);
      }
    }
    stages.values().forEach(Stage::connect);
    Set<Operator<?>> ends = new HashSet<>();
    stages.values().forEach(stage -> ends.addAll(stage.needless()));
    plan.getDataSinks().removeAll(ends);
  }

  /** What is read now by those that have read {@code input}. */
  private Operator<?> now(Operator<?> input) {
    Stage stage = stageOf(input);
    if (stage != null) {
      return stage.output(input);
    }
    return input instanceof Union ? union(input) : input;
  }

  private @Nullable Stage stageOf(Operator<?> operator) {
    Region region = graph.regionOf(operator);
    return region == null ? null : stages.get(region);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Operator<?> union(Operator<?> last) {
    Operator<?> made = unions.get(last);
    if (made == null) {
      List<Operator<?>> parts = new ArrayList<>();
      Set<Stage> given = new HashSet<>();
      for (Operator<?> input : graph.united(last)) {
        Stage stage = stageOf(input);
        if (stage == null) {
          parts.add(now(input));
        } else if (given.add(stage)) {
          parts.add(stage.output(last));
        }
      }
      made = Operator.createUnionCascade((List) parts);
      unions.put(last, made);
    }
    return made;
  }

  /** The part of an operator's name that says which step of the graph it belongs to. */
  private static String step(Operator<?> operator) {
    return operator
        .getName()
        .replaceFirst("^(FlatMap|Map|Filter|Union) at ", "")
        .replaceFirst("^ExplodeWindows: ", "")
        .replaceFirst("[/.].*", "");
  }

  /** What a region becomes. */
  private final class Stage {
    private final Region region;

    /** The members that give something to outside, by what gets it: a union, or all others. */
    private final Map<Operator<?>, List<Operator<?>>> outputs = new LinkedHashMap<>();

    /** Sinks of what nobody reads. */
    private final List<Operator<?>> sinks = new ArrayList<>();

    private final Map<Operator<?>, Operator<?>> built = new HashMap<>();
    private final FlatMapOperatorBase<?, ?, ?> fused;

    Stage(Region region) {
      this.region = region;
      region.members().forEach(this::findOutputs);
      fused = build();
    }

    private void findOutputs(Operator<?> member) {
      for (Operator<?> reader : graph.readers(member)) {
        if (isNext(member, reader)) {
          continue;
        }
        if (reader instanceof GenericDataSinkBase) {
          sinks.add(reader);
          continue;
        }
        boolean union = graph.isUnion(reader);
        List<Operator<?>> from =
            outputs.computeIfAbsent(
                union ? graph.last(reader) : member, unused -> new ArrayList<>());
        // A union that reads it twice gets it twice.
        if (union || from.isEmpty()) {
          from.add(member);
        }
      }
    }

    /** Whether what {@code member} emits goes to {@code reader} within the stage. */
    private boolean isNext(Operator<?> member, Operator<?> reader) {
      boolean aside =
          reader instanceof AbstractUdfOperator<?, ?> user
              && user.getBroadcastInputs().containsValue(member);
      return !aside && region.equals(graph.regionOf(reader));
    }

    Operator<?> output(Operator<?> destination) {
      return built.getOrDefault(destination, fused);
    }

    /** Sinks that nothing needs, since the stage is read by others. */
    Collection<Operator<?>> needless() {
      return outputs.isEmpty() ? sinks.subList(1, sinks.size()) : sinks;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private FlatMapOperatorBase build() {
      List<Operator<?>> destinations = List.copyOf(outputs.keySet());
      List<TypeInformation<?>> types = new ArrayList<>();
      outputs.values().forEach(from -> types.add(PlanGraph.type(from.get(0))));
      if (types.isEmpty()) {
        types.add(PlanGraph.type(PlanGraph.inputs(sinks.get(0)).get(0)));
      }
      boolean tagged = types.size() > 1;
      List<FusedFunction.Part> parts = new ArrayList<>();
      region.members().forEach(member -> parts.add(part(member, destinations)));
      int[] first =
          numbers(
              region.members().stream()
                  .filter(member -> PlanGraph.inputs(member).get(0).equals(region.input()))
                  .toList());
      FlatMapOperatorBase stage =
          new FlatMapOperatorBase(
              new FusedFunction(parts, first, tagged),
              new UnaryOperatorInformation(
                  PlanGraph.type(region.input()),
                  tagged ? TaggedType.of(types, options) : types.get(0)),
              name());
      for (int number = 0; tagged && number < types.size(); number++) {
        Operator<?> destination = destinations.get(number);
        built.put(
            destination,
            TaggedType.untag(
                stage,
                number,
                types.get(number),
                "from " + step(outputs.get(destination).get(0)),
                options));
      }
      return stage;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private FusedFunction.Part part(Operator<?> member, List<Operator<?>> destinations) {
      FlatMapFunction function =
          member instanceof Union
              ? new PassOn()
              : (FlatMapFunction) member.getUserCodeWrapper().getUserCodeObject();
      int[] out =
          destinations.stream()
              .flatMap(
                  destination ->
                      outputs.get(destination).stream()
                          .filter(member::equals)
                          .map(each -> destination))
              .mapToInt(destinations::indexOf)
              .toArray();
      return new FusedFunction.Part(
          function,
          numbers(
              graph.readers(member).stream().filter(reader -> isNext(member, reader)).toList()),
          out);
    }

    private int[] numbers(List<Operator<?>> members) {
      return members.stream().mapToInt(region.members()::indexOf).toArray();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    void connect() {
      ((FlatMapOperatorBase) fused).setInput(now(region.input()));
      for (Operator<?> member : region.members()) {
        if (member instanceof AbstractUdfOperator<?, ?> user) {
          user.getBroadcastInputs()
              .forEach((name, input) -> fused.setBroadcastVariable(name, now(input)));
        }
      }
    }

    private String name() {
      Set<String> steps = new LinkedHashSet<>();
      region.members().stream()
          .filter(member -> !(member instanceof Union || member instanceof FilterOperatorBase))
          .forEach(member -> steps.add(step(member)));
      steps.remove(UNNAMED);
      return steps.isEmpty() ? "Flatten" : String.join(", ", steps);
    }
  }

  /** A union within a stage. */
  private static final class PassOn
      implements FlatMapFunction<WindowedValue<Object>, WindowedValue<Object>> {
    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(WindowedValue<Object> value, Collector<WindowedValue<Object>> output) {
      output.collect(value);
    }
  }
}
