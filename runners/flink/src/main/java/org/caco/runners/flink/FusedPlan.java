package org.caco.runners.flink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.runners.flink.translation.types.CoderTypeInformation;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.Plan;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.operators.AbstractUdfOperator;
import org.apache.flink.api.common.operators.GenericDataSinkBase;
import org.apache.flink.api.common.operators.Operator;
import org.apache.flink.api.common.operators.UnaryOperatorInformation;
import org.apache.flink.api.common.operators.Union;
import org.apache.flink.api.common.operators.base.FlatMapOperatorBase;
import org.apache.flink.api.common.typeinfo.NothingTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.io.DiscardingOutputFormat;
import org.apache.flink.configuration.Configuration;
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

  private static final Coder<WindowedValue<Void>> NOTHING =
      WindowedValues.getFullCoder(VoidCoder.of(), GlobalWindow.Coder.INSTANCE);

  private final Plan plan;
  private final PlanGraph graph;
  private final PipelineOptions options;
  private final Map<Region, Stage> stages = new LinkedHashMap<>();
  private final Map<Operator<?>, Operator<?>> unions = new HashMap<>();
  private final ReaderOrder order = new ReaderOrder();

  private FusedPlan(Plan plan, PipelineOptions options) {
    this.plan = plan;
    this.graph = new PlanGraph(plan);
    this.options = options;
  }

  /** Changes {@code plan}, which is the one that is returned. */
  static Plan of(
      Plan plan, PipelineOptions options, Configuration configuration, ClassLoader loader) {
    LooseRegions.tighten(plan);
    boolean joined = true;
    while (joined) {
      joined = JoinedUnions.join(plan, options);
    }
    FusedPlan fused = new FusedPlan(plan, options);
    fused.fuse();
    fused.order.find(plan, configuration, loader);
    return plan;
  }

  private void fuse() {
    graph.regions().forEach(region -> stages.put(region, new Stage(region)));
    for (Operator<?> operator : graph.operators()) {
      if (graph.regionOf(operator) == null && !(operator instanceof Union)) {
        PlanGraph.replaceInputs(operator, this::now);
        operator.setName(PlanGraph.shortName(operator));
      }
    }
    stages.values().forEach(Stage::connect);
    Set<Operator<?>> needless = new HashSet<>();
    stages.values().forEach(stage -> needless.addAll(stage.sinks));
    plan.getDataSinks().removeAll(needless);
    end();
  }

  /** One sink for all stages that nothing reads; they emit nothing. */
  @SuppressWarnings({"unchecked", "rawtypes", "deprecation"})
  private void end() {
    List<Operator<?>> ends =
        stages.values().stream()
            .filter(stage -> stage.outputs.isEmpty())
            .<Operator<?>>map(stage -> stage.fused)
            .toList();
    if (!ends.isEmpty()) {
      GenericDataSinkBase sink =
          new GenericDataSinkBase(
              new DiscardingOutputFormat<>(),
              new UnaryOperatorInformation(
                  new CoderTypeInformation<>(NOTHING, options), new NothingTypeInfo()),
              "end");
      sink.setInput(Operator.createUnionCascade((List) ends));
      plan.addDataSink(sink);
    }
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

    @SuppressWarnings({"unchecked", "rawtypes"})
    private FlatMapOperatorBase build() {
      List<Operator<?>> destinations = List.copyOf(outputs.keySet());
      List<TypeInformation<?>> types = new ArrayList<>();
      outputs.values().forEach(from -> types.add(PlanGraph.type(from.get(0))));
      if (types.isEmpty()) {
        types.add(new CoderTypeInformation<>(NOTHING, options));
      }
      boolean tagged = types.size() > 1;
      List<FusedFunction.Part> parts = new ArrayList<>();
      region.members().forEach(member -> parts.add(part(member, destinations)));
      List<Integer> first =
          numbers(
              region.members().stream()
                  .filter(member -> PlanGraph.inputs(member).get(0).equals(region.input()))
                  .toList());
      ReadersCoder coder = new ReadersCoder(TaggedType.coder(types));
      FlatMapOperatorBase stage =
          new FlatMapOperatorBase(
              new FusedFunction(parts, first, tagged),
              new UnaryOperatorInformation(
                  PlanGraph.type(region.input()),
                  tagged ? new CoderTypeInformation<>(coder, options) : types.get(0)),
              name());
      List<FlatMapOperatorBase<?, ?, ?>> readers = new ArrayList<>();
      List<ReaderFunction> functions = new ArrayList<>();
      for (int number = 0; tagged && number < types.size(); number++) {
        Operator<?> destination = destinations.get(number);
        ReaderFunction function = new ReaderFunction(number);
        String name = "from " + from(members(destination));
        FlatMapOperatorBase<?, ?, ?> reader =
            TaggedType.reader(stage, function, types.get(number), name);
        functions.add(function);
        readers.add(reader);
        built.put(destination, reader);
      }
      if (tagged) {
        order.add(stage, coder, readers, functions);
      }
      return stage;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private FusedFunction.Part part(Operator<?> member, List<Operator<?>> destinations) {
      FlatMapFunction function =
          member instanceof Union
              ? new PassOn()
              : (FlatMapFunction) member.getUserCodeWrapper().getUserCodeObject();
      List<Integer> out =
          destinations.stream()
              .flatMap(
                  destination ->
                      members(destination).stream().filter(member::equals).map(each -> destination))
              .map(destinations::indexOf)
              .toList();
      return new FusedFunction.Part(
          function,
          numbers(graph.readers(member).stream().filter(reader -> isNext(member, reader)).toList()),
          out);
    }

    private List<Integer> numbers(List<Operator<?>> members) {
      return members.stream().map(region.members()::indexOf).toList();
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

    private List<Operator<?>> members(Operator<?> destination) {
      return outputs.getOrDefault(destination, List.of());
    }

    /** The first of these members that has a step. */
    private String from(List<Operator<?>> members) {
      return members.stream()
          .map(PlanGraph::step)
          .filter(step -> !step.equals(UNNAMED))
          .findFirst()
          .orElseGet(this::name);
    }

    private String name() {
      Set<String> steps = new LinkedHashSet<>();
      region.members().forEach(member -> steps.add(PlanGraph.step(member)));
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
