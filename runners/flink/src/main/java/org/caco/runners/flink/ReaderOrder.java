package org.caco.runners.flink;

import java.net.MalformedURLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.Plan;
import org.apache.flink.api.common.operators.base.FlatMapOperatorBase;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.IntermediateDataSet;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;

/**
 * The order in which the operators of a plan write to their readers. Flink tells it only by making
 * its graph, which it makes again in the same way when the job is submitted.
 */
final class ReaderOrder {
  private final List<Writer> writers = new ArrayList<>();

  /** An operator with several readers, each with its tag as its place. */
  private record Writer(
      FlatMapOperatorBase<?, ?, ?> operator,
      ReadersCoder coder,
      List<FlatMapOperatorBase<?, ?, ?>> readers,
      List<ReaderFunction> functions) {}

  /** Notes an operator whose output {@code coder} writes. */
  void add(
      FlatMapOperatorBase<?, ?, ?> operator,
      ReadersCoder coder,
      List<FlatMapOperatorBase<?, ?, ?>> readers,
      List<ReaderFunction> functions) {
    writers.add(new Writer(operator, coder, readers, functions));
  }

  /** Makes the graph of the plan, once, and tells the coders of all operators their order. */
  void find(Plan plan, Configuration configuration, ClassLoader loader) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < writers.size(); i++) {
      Writer writer = writers.get(i);
      names.add(writer.operator().getName());
      writer.operator().setName(mark(i, -1));
      for (int tag = 0; tag < writer.readers().size(); tag++) {
        names.add(writer.readers().get(tag).getName());
        writer.readers().get(tag).setName(mark(i, tag));
      }
    }
    JobGraph graph;
    try {
      graph = PipelineExecutorUtils.getJobGraph(plan, configuration, loader);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
    for (int i = 0; i < writers.size(); i++) {
      tell(i, graph);
    }
    int next = 0;
    for (Writer writer : writers) {
      writer.operator().setName(names.get(next++));
      for (FlatMapOperatorBase<?, ?, ?> reader : writer.readers()) {
        reader.setName(names.get(next++));
      }
    }
  }

  private void tell(int number, JobGraph graph) {
    Writer writer = writers.get(number);
    int[] order = new int[writer.readers().size()];
    for (JobVertex vertex : graph.getVertices()) {
      if (!vertex.getName().contains(mark(number, -1))) {
        continue;
      }
      List<IntermediateDataSet> outputs = vertex.getProducedDataSets();
      if (outputs.size() != order.length) {
        // Everybody gets everything then.
        return;
      }
      for (int i = 0; i < order.length; i++) {
        order[i] = tag(number, outputs.get(i));
      }
      writer.coder().setOrder(order);
      writer.functions().forEach(ReaderFunction::expectAlone);
    }
  }

  private int tag(int number, IntermediateDataSet output) {
    String reader = output.getConsumers().get(0).getTarget().getName();
    for (int tag = 0; tag < writers.get(number).readers().size(); tag++) {
      if (reader.contains(mark(number, tag))) {
        return tag;
      }
    }
    throw new IllegalStateException("no reader is named " + reader);
  }

  private static String mark(int writer, int tag) {
    return String.format(Locale.ROOT, "<%d:%d>", writer, tag);
  }
}
