package org.caco.runners.flink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.runners.flink.translation.functions.FlinkExplodeWindowsFunction;
import org.apache.flink.api.common.Plan;
import org.apache.flink.api.common.operators.GenericDataSinkBase;
import org.apache.flink.api.common.operators.Operator;
import org.apache.flink.api.common.operators.SingleInputOperator;
import org.apache.flink.api.common.operators.UnaryOperatorInformation;
import org.apache.flink.api.common.operators.base.FilterOperatorBase;
import org.apache.flink.api.common.operators.base.FlatMapOperatorBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.caco.runners.flink.PlanGraph.Region;

/**
 * Rids a plan of operators that stand between others for nothing: those that give each record its
 * one window, and those that count what a union brings together only for it to go to another union.
 * They count it before the first one instead, each in the region that it comes from.
 */
final class LooseRegions {
  private LooseRegions() {}

  /** Changes {@code plan}. */
  static void tighten(Plan plan) {
    dropMaps(plan);
    skipWindows(new PlanGraph(plan));
    boolean moved = true;
    while (moved) {
      PlanGraph graph = new PlanGraph(plan);
      Optional<Region> region =
          graph.regions().stream().filter(each -> isMovable(each, graph)).findFirst();
      region.ifPresent(each -> move(each, graph));
      moved = region.isPresent();
    }
  }

  /**
   * Beam makes pairs of each side input that is a map, for runners that read it in another way:
   * here nobody reads them.
   */
  private static void dropMaps(Plan plan) {
    List<GenericDataSinkBase<?>> needless = new ArrayList<>();
    for (GenericDataSinkBase<?> sink : plan.getDataSinks()) {
      if (sink.getInput().getName().contains("VoidKeyTo")) {
        needless.add(sink);
      }
    }
    plan.getDataSinks().removeAll(needless);
  }

  /** Here every record is in the one global window. */
  private static void skipWindows(PlanGraph graph) {
    for (Operator<?> operator : graph.operators()) {
      if (operator instanceof FlatMapOperatorBase<?, ?, ?> explode
          && explode.getUserCodeWrapper().getUserCodeObject() instanceof FlinkExplodeWindowsFunction
          && PlanGraph.type(explode).equals(PlanGraph.type(explode.getInput()))
          && TaggedType.isGlobal(PlanGraph.type(explode))) {
        for (Operator<?> reader : graph.readers(explode)) {
          PlanGraph.replaceInputs(
              reader, input -> input.equals(explode) ? explode.getInput() : input);
        }
      }
    }
  }

  /** Whether it counts what a union brings together, and gives to unions alone. */
  private static boolean isMovable(Region region, PlanGraph graph) {
    return graph.isUnion(region.input())
        && region.members().stream()
            .allMatch(
                member ->
                    PlanGraph.inputs(member).size() == 1
                        && (member instanceof FilterOperatorBase
                            || PlanGraph.step(member).equals("Funnel")))
        && region.members().stream()
            .flatMap(member -> graph.readers(member).stream())
            .allMatch(reader -> region.members().contains(reader) || graph.isUnion(reader));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void move(Region region, PlanGraph graph) {
    Map<Object, List<Operator<?>>> sources = new LinkedHashMap<>();
    for (Operator<?> input : graph.united(graph.last(region.input()))) {
      Region from = graph.regionOf(input);
      sources.computeIfAbsent(from == null ? input : from, unused -> new ArrayList<>()).add(input);
    }
    Map<Operator<?>, List<Operator<?>>> copies = new HashMap<>();
    for (List<Operator<?>> inputs : sources.values()) {
      Map<Operator<?>, Operator<?>> copyOf = new HashMap<>();
      copyOf.put(region.input(), Operator.createUnionCascade((List) inputs));
      for (Operator<?> member : region.members()) {
        Operator<?> copy = copy((SingleInputOperator) member);
        ((SingleInputOperator) copy).setInput(copyOf.get(PlanGraph.inputs(member).get(0)));
        copyOf.put(member, copy);
        copies.computeIfAbsent(member, unused -> new ArrayList<>()).add(copy);
      }
    }
    for (Operator<?> member : region.members()) {
      List<Operator<?>> readers =
          graph.readers(member).stream().filter(graph::isUnion).distinct().toList();
      if (!readers.isEmpty()) {
        Operator<?> all = Operator.createUnionCascade((List) copies.get(member));
        for (Operator<?> reader : readers) {
          PlanGraph.replaceInputs(reader, input -> input.equals(member) ? all : input);
        }
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Operator<?> copy(SingleInputOperator member) {
    TypeInformation<?> in = member.getOperatorInfo().getInputType();
    return new FlatMapOperatorBase(
        member.getUserCodeWrapper(),
        new UnaryOperatorInformation(in, PlanGraph.type(member)),
        member.getName());
  }
}
