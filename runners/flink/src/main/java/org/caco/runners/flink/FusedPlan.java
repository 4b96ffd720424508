package org.caco.runners.flink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.runners.flink.translation.functions.FlinkMultiOutputPruningFunction;
import org.apache.beam.runners.flink.translation.types.CoderTypeInformation;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.join.UnionCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.Plan;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.operators.AbstractUdfOperator;
import org.apache.flink.api.common.operators.DualInputOperator;
import org.apache.flink.api.common.operators.GenericDataSinkBase;
import org.apache.flink.api.common.operators.Operator;
import org.apache.flink.api.common.operators.SingleInputOperator;
import org.apache.flink.api.common.operators.UnaryOperatorInformation;
import org.apache.flink.api.common.operators.Union;
import org.apache.flink.api.common.operators.base.FilterOperatorBase;
import org.apache.flink.api.common.operators.base.FlatMapOperatorBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Flink's plan of a pipeline with far fewer operators. Beam makes one or more of each step; here
 * all that a record goes through between two shuffles becomes one, a <em>stage</em>.
 *
 * <p>A stage holds the operators that look at one record at a time and hang on one input. One that
 * reads a side input begins a stage of its own, since what it reads may come of its own input. What
 * a stage gives to a union is given as one, however many of its operators give it.
 */
final class FusedPlan {
  private final Plan plan;
  private final PipelineOptions options;

  /** Every operator after its inputs. */
  private final List<Operator<?>> operators = new ArrayList<>();

  private final Map<Operator<?>, List<Operator<?>>> consumers = new LinkedHashMap<>();
  private final Map<Operator<?>, Stage> stageOf = new LinkedHashMap<>();
  private final Map<Operator<?>, Operator<?>> unions = new LinkedHashMap<>();

  private FusedPlan(Plan plan, PipelineOptions options) {
    this.plan = plan;
    this.options = options;
  }

  /** Changes {@code plan}, which is the one that is returned. */
  static Plan of(Plan plan, PipelineOptions options) {
    FusedPlan fused = new FusedPlan(plan, options);
    fused.visitAll();
    fused.divide();
    fused.connect();
    return plan;
  }

  private void visitAll() {
    Set<Operator<?>> seen = new HashSet<>();
    for (GenericDataSinkBase<?> sink : plan.getDataSinks()) {
      visit(sink, seen);
    }
  }

  private void visit(Operator<?> operator, Set<Operator<?>> seen) {
    if (!seen.add(operator)) {
      return;
    }
    for (Operator<?> input : inputs(operator)) {
      visit(input, seen);
      consumers.computeIfAbsent(input, unused -> new ArrayList<>()).add(operator);
    }
    operators.add(operator);
  }

  /** What an operator reads, side inputs last. */
  private static List<Operator<?>> inputs(Operator<?> operator) {
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

  private static boolean takesOneByOne(Operator<?> operator) {
    return (operator instanceof FlatMapOperatorBase || operator instanceof FilterOperatorBase)
        && operator.getParallelism() == ExecutionConfig.PARALLELISM_DEFAULT;
  }

  /** Tells each operator its stage, if it can be part of one. */
  private void divide() {
    Map<Operator<?>, Stage> behind = new LinkedHashMap<>();
    for (Operator<?> operator : operators) {
      List<Operator<?>> inputs = inputs(operator);
      if (takesOneByOne(operator)) {
        Operator<?> input = inputs.get(0);
        Stage stage = stageOf.get(input);
        if (inputs.size() > 1) {
          stage = new Stage(input);
        } else if (stage == null) {
          stage = behind.computeIfAbsent(input, Stage::new);
        }
        stage.add(operator);
      } else if (operator instanceof Union) {
        Stage stage = stageOf.get(inputs.get(0));
        if (stage != null && stage == stageOf.get(inputs.get(1))) {
          stage.add(operator);
        }
      }
    }
  }

  /** Puts the stages in the place of their operators. */
  private void connect() {
    Set<Stage> stages = new LinkedHashSet<>(stageOf.values());
    stages.forEach(Stage::findOutputs);
    stages.forEach(Stage::build);
    for (Operator<?> operator : operators) {
      if (stageOf.containsKey(operator) || operator instanceof Union) {
        continue;
      }
      replaceInputs(operator);
    }
    stages.forEach(Stage::connect);
    Set<Operator<?>> ends = new HashSet<>();
    for (Stage stage : stages) {
      ends.addAll(stage.endless());
    }
    plan.getDataSinks().removeAll(ends);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private void replaceInputs(Operator<?> operator) {
    if (operator instanceof SingleInputOperator single) {
      single.setInput(now(single.getInput(), operator));
    } else if (operator instanceof DualInputOperator dual) {
      dual.setFirstInput(now(dual.getFirstInput(), operator));
      dual.setSecondInput(now(dual.getSecondInput(), operator));
    } else if (operator instanceof GenericDataSinkBase sink) {
      sink.setInput(now(sink.getInput(), operator));
    }
    if (operator instanceof AbstractUdfOperator<?, ?> user) {
      for (Map.Entry<String, Operator<?>> input :
          List.copyOf(user.getBroadcastInputs().entrySet())) {
        user.setBroadcastVariable(input.getKey(), now(input.getValue(), operator));
      }
    }
  }

  /** What {@code consumer} reads in the place of {@code input}. */
  private Operator<?> now(Operator<?> input, Operator<?> consumer) {
    Stage stage = stageOf.get(input);
    if (stage != null) {
      return stage.output(input);
    }
    return input instanceof Union ? union(input) : input;
  }

  /** The one union of all that {@code top}, the last of a row of unions, brings together. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private Operator<?> union(Operator<?> top) {
    Operator<?> made = unions.get(top);
    if (made == null) {
      List<Operator<?>> parts = new ArrayList<>();
      gather(top, top, parts);
      made = Operator.createUnionCascade((List) parts);
      unions.put(top, made);
    }
    return made;
  }

  private void gather(Operator<?> union, Operator<?> top, List<Operator<?>> parts) {
    for (Operator<?> input : inputs(union)) {
      Stage stage = stageOf.get(input);
      if (stage != null) {
        if (!parts.contains(stage.output(top))) {
          parts.add(stage.output(top));
        }
      } else if (input instanceof Union && top(input).equals(top)) {
        gather(input, top, parts);
      } else {
        parts.add(input instanceof Union ? union(input) : input);
      }
    }
  }

  /** The last of a row of unions each of which is read by the next alone. */
  private Operator<?> top(Operator<?> union) {
    List<Operator<?>> readers = consumers.getOrDefault(union, List.of());
    return readers.size() == 1 && isUnion(readers.get(0)) ? top(readers.get(0)) : union;
  }

  private boolean isUnion(Operator<?> operator) {
    return operator instanceof Union && !stageOf.containsKey(operator);
  }

  /** The part of an operator's name that says which step of the graph it belongs to. */
  static String step(Operator<?> operator) {
    return operator
        .getName()
        .replaceFirst("^(FlatMap|Map|Filter) at ", "")
        .replaceFirst("^ExplodeWindows: ", "")
        .replaceFirst("[/.].*", "");
  }

  /** Operators that become one. */
  private final class Stage {
    private final Operator<?> input;
    private final List<Operator<?>> members = new ArrayList<>();

    /** What each member gives to outside, by what gets it: a union, or all others together. */
    private final Map<Operator<?>, List<Operator<?>>> outputs = new LinkedHashMap<>();

    /** Sinks of what nobody reads. */
    private final List<Operator<?>> sinks = new ArrayList<>();

    private final Map<Operator<?>, Operator<?>> built = new LinkedHashMap<>();
    private FlatMapOperatorBase<?, ?, ?> fused;

    Stage(Operator<?> input) {
      this.input = input;
    }

    void add(Operator<?> operator) {
      members.add(operator);
      stageOf.put(operator, this);
    }

    void findOutputs() {
      for (Operator<?> member : members) {
        for (Operator<?> reader : consumers.getOrDefault(member, List.of())) {
          if (stageOf.get(reader) == this && !inputsByBroadcast(reader).contains(member)) {
            continue;
          }
          if (reader instanceof GenericDataSinkBase) {
            sinks.add(reader);
          } else {
            Operator<?> destination = isUnion(reader) ? top(reader) : member;
            List<Operator<?>> from =
                outputs.computeIfAbsent(destination, unused -> new ArrayList<>());
            // A union that reads it twice gets it twice.
            if (isUnion(reader) || from.isEmpty()) {
              from.add(member);
            }
          }
        }
      }
    }

    private Collection<Operator<?>> inputsByBroadcast(Operator<?> reader) {
      return reader instanceof AbstractUdfOperator<?, ?> user
          ? user.getBroadcastInputs().values()
          : List.of();
    }

    Operator<?> output(Operator<?> destination) {
      Operator<?> output = built.get(destination);
      return output == null ? fused : output;
    }

    /** Sinks that are not needed, since the stage has outputs. */
    List<Operator<?>> endless() {
      return outputs.isEmpty() ? sinks.subList(1, sinks.size()) : sinks;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    void build() {
      List<Operator<?>> destinations = List.copyOf(outputs.keySet());
      boolean tagged = destinations.size() > 1;
      List<FusedFunction.Part> parts = new ArrayList<>();
      for (Operator<?> member : members) {
        parts.add(part(member, destinations));
      }
      int[] first =
          members.stream()
              .filter(member -> inputs(member).get(0).equals(input))
              .mapToInt(members::indexOf)
              .toArray();
      TypeInformation type = tagged ? taggedType(destinations) : type(anyOutput());
      TypeInformation inputType = type(input);
      fused =
          new FlatMapOperatorBase(
              new FusedFunction(parts, first, tagged),
              new UnaryOperatorInformation(inputType, type),
              name());
      for (Operator<?> destination : destinations) {
        built.put(destination, tagged ? prune(destination, destinations.indexOf(destination)) : fused);
      }
    }

    private Operator<?> anyOutput() {
      return outputs.isEmpty()
          ? inputs(sinks.get(0)).get(0)
          : outputs.values().iterator().next().iterator().next();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private FusedFunction.Part part(Operator<?> member, List<Operator<?>> destinations) {
      FlatMapFunction function =
          member instanceof Union
              ? new PassOn()
              : (FlatMapFunction) member.getUserCodeWrapper().getUserCodeObject();
      int[] next =
          consumers.getOrDefault(member, List.of()).stream()
              .filter(reader -> stageOf.get(reader) == this)
              .mapToInt(members::indexOf)
              .toArray();
      int[] out =
          destinations.stream()
              .flatMap(destination -> outputs.get(destination).stream().filter(member::equals).map(each -> destination))
              .mapToInt(destinations::indexOf)
              .toArray();
      return new FusedFunction.Part(function, next, out);
    }

    private TypeInformation<?> taggedType(List<Operator<?>> destinations) {
      List<Coder<?>> coders = new ArrayList<>();
      for (Operator<?> destination : destinations) {
        CoderTypeInformation<?> type =
            (CoderTypeInformation<?>) type(outputs.get(destination).iterator().next());
        coders.add(((WindowedValues.WindowedValueCoder<?>) type.getCoder()).getValueCoder());
      }
      return new CoderTypeInformation<>(
          WindowedValues.getFullCoder(UnionCoder.of(coders), GlobalWindow.Coder.INSTANCE), options);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Operator<?> prune(Operator<?> destination, int number) {
      Operator<?> member = outputs.get(destination).iterator().next();
      FlatMapOperatorBase pruned =
          new FlatMapOperatorBase(
              new FlinkMultiOutputPruningFunction<>(number, options),
              new UnaryOperatorInformation(type(fused), type(member)),
              "Output of " + step(member));
      pruned.setInput(fused);
      return pruned;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    void connect() {
      ((FlatMapOperatorBase) fused).setInput(now(input, fused));
      for (Operator<?> member : members) {
        if (member instanceof AbstractUdfOperator<?, ?> user) {
          user.getBroadcastInputs()
              .forEach((name, from) -> fused.setBroadcastVariable(name, now(from, fused)));
        }
      }
    }

    private String name() {
      Set<String> steps = new LinkedHashSet<>();
      members.stream()
          .filter(member -> !(member instanceof Union || member instanceof FilterOperatorBase))
          .forEach(member -> steps.add(step(member)));
      return steps.isEmpty() ? "Flatten" : String.join(", ", steps);
    }
  }

  private static TypeInformation<?> type(Operator<?> operator) {
    return operator.getOperatorInfo().getOutputType();
  }

  /** A union within a stage. */
  private static final class PassOn
      implements FlatMapFunction<WindowedValue<Object>, WindowedValue<Object>> {
    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(
        WindowedValue<Object> value,
        org.apache.flink.util.Collector<WindowedValue<Object>> output) {
      output.collect(value);
    }
  }
}
