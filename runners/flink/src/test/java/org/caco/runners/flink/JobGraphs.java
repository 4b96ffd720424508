package org.caco.runners.flink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.DistributionPattern;
import org.apache.flink.runtime.jobgraph.JobEdge;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** The graph that Flink makes of a pipeline, and what runs through it. */
final class JobGraphs {
  private static final String NAME = "captured";

  private JobGraphs() {}

  /** Thrown when the graph is there, so that nothing runs. */
  private static final class CapturedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Translates it, whose options an adapter has prepared, and runs nothing. */
  static JobGraph of(Pipeline pipeline) {
    FlinkPipelineOptions options = pipeline.getOptions().as(FlinkPipelineOptions.class);
    Configuration configuration = new Configuration();
    configuration.set(DeploymentOptions.TARGET, NAME);
    configuration.set(DeploymentOptions.ATTACHED, true);
    Capture capture = new Capture();
    try {
      FusingEnvironment.during(
          capture, configuration, JobGraphs.class.getClassLoader(), options, pipeline::run);
    } catch (RuntimeException e) {
      if (capture.graph == null) {
        throw e;
      }
      return capture.graph;
    }
    throw new IllegalStateException("the graph was not submitted");
  }

  static List<JobEdge> edges(JobGraph graph) {
    List<JobEdge> edges = new ArrayList<>();
    graph.getVertices().forEach(vertex -> edges.addAll(vertex.getInputs()));
    return edges;
  }

  static List<JobEdge> blocking(JobGraph graph) {
    return edges(graph).stream()
        .filter(
            edge ->
                edge.getSource().getResultType().isBlockingOrBlockingPersistentResultPartition())
        .toList();
  }

  /** Those by which every worker sends to every other: neither forward nor broadcast. */
  static List<JobEdge> shuffles(JobGraph graph) {
    return edges(graph).stream()
        .filter(edge -> edge.getDistributionPattern() == DistributionPattern.ALL_TO_ALL)
        .filter(edge -> !edge.getShipStrategyName().equals("Broadcast"))
        .toList();
  }

  static String describe(JobGraph graph) {
    StringBuilder text = new StringBuilder();
    for (JobVertex vertex : graph.getVerticesSortedTopologicallyFromSources()) {
      text.append(vertex.getName()).append('\n');
      for (JobEdge edge : vertex.getInputs()) {
        text.append(
            String.format(
                Locale.ROOT,
                "    %s %s <- %s%n",
                edge.getShipStrategyName(),
                edge.getSource().getResultType(),
                edge.getSource().getProducer().getName()));
      }
    }
    return text.toString();
  }

  /**
   * Runs it here and tells the bytes that each operator has written for others to read later, to
   * disk, by its name; under an empty name, what others have read at once.
   */
  static Map<String, Long> run(JobGraph graph, int parallelism) throws Exception {
    Set<JobVertexID> writers = new HashSet<>();
    for (JobEdge edge : blocking(graph)) {
      writers.add(edge.getSource().getProducer().getID());
    }
    Configuration configuration = new Configuration();
    configuration.set(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS, 64);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(256));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(256));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    try (SealedCluster cluster =
        new SealedCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(SealedCluster.seal(configuration))
                .setNumSlotsPerTaskManager(parallelism)
                .build())) {
      cluster.start();
      cluster.executeJobBlocking(graph);
      Map<String, Long> bytes = new HashMap<>();
      for (AccessExecutionJobVertex vertex :
          cluster.getExecutionGraph(graph.getJobID()).get().getVerticesTopologically()) {
        String name = writers.contains(vertex.getJobVertexId()) ? vertex.getName() : "";
        for (AccessExecutionVertex task : vertex.getTaskVertices()) {
          bytes.merge(
              name, task.getCurrentExecutionAttempt().getIOMetrics().getNumBytesOut(), Long::sum);
        }
      }
      return bytes;
    }
  }

  private static final class Capture
      implements PipelineExecutorServiceLoader, PipelineExecutorFactory {
    private JobGraph graph;

    @Override
    public PipelineExecutorFactory getExecutorFactory(Configuration configuration) {
      return this;
    }

    @Override
    public Stream<String> getExecutorNames() {
      return Stream.of(NAME);
    }

    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public boolean isCompatibleWith(Configuration configuration) {
      return true;
    }

    @Override
    public PipelineExecutor getExecutor(Configuration configuration) {
      return (plan, given, loader) -> {
        graph = PipelineExecutorUtils.getJobGraph(plan, given, loader);
        throw new CapturedException();
      };
    }
  }
}
