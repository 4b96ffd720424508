package org.caco.runners.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.runners.flink.metrics.FlinkMetricContainer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.pipelines.run.StepCounters;
import org.caco.transforms.step.BundleOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code --runner=flink}: a Flink of its own inside this process, to which nothing outside of it
 * can connect, or the cluster that {@code --flinkMaster=host:port} names by its REST address. The
 * jars of this process are sent to the cluster. Unless {@code --parallelism} says otherwise, as
 * many records are worked on at once as the machine has cores, or the cluster slots.
 */
public final class FlinkAdapter implements RunnerAdapter {
  /** Where Flink itself says which cluster that is, this adapter or the command {@code flink}. */
  static final String HERE = "[auto]";

  /** Whether the command {@code flink} has started this program, and has the cluster to use. */
  private static final boolean STARTED_BY_FLINK =
      !StreamExecutionEnvironment.areExplicitEnvironmentsAllowed();

  /** The Flink that submits to a cluster. */
  private static final String VERSION = "1.19";

  private static final Logger LOG = LoggerFactory.getLogger(FlinkAdapter.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private volatile @Nullable MetricResults finished;

  @Override
  public String name() {
    return "flink";
  }

  @Override
  public void prepare(PipelineOptions options) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    flink.setRunner(FlinkRunner.class);
    if (!GivenOptions.contain(flink, "fasterCopy")) {
      // Steps never change a record that they were given, so operators need no copies of it.
      flink.setFasterCopy(true);
    }
    // A shuffle after the calls is a barrier here: nothing behind it begins before the last call
    // has
    // ended. Without, programs run while other calls are under way.
    flink.as(BundleOptions.class).setDetached(false);
    boolean sized = GivenOptions.contain(flink, "parallelism");
    if (onCluster(flink)) {
      Configuration configuration = configuration(flink);
      if (!sized) {
        flink.setParallelism(
            configuration
                .getOptional(CoreOptions.DEFAULT_PARALLELISM)
                .orElseGet(() -> slots(flink.getFlinkMaster(), configuration)));
      }
      flink.setFlinkConfDir(write(configuration));
      return;
    }
    flink.setFlinkMaster(HERE);
    if (runsHere(flink)) {
      flink.setAttachedMode(true);
      if (!sized) {
        flink.setParallelism(Runtime.getRuntime().availableProcessors());
      }
      return;
    }
    Configuration given = givenByFlink();
    // Whoever submits without waiting, as the web UI does, must not be made to wait.
    flink.setAttachedMode(given.get(DeploymentOptions.ATTACHED));
    Optional<ClusterSize> cluster = registered(given);
    cluster.ifPresent(size -> refuseShortage("The Flink cluster", size));
    // Flink's own configuration says 1, which is no wish.
    if (!sized && given.get(CoreOptions.DEFAULT_PARALLELISM) == 1) {
      cluster.ifPresent(size -> flink.setParallelism(size.slots()));
    }
  }

  /** What Flink goes by where it has started this program. */
  private static Configuration givenByFlink() {
    Configuration configuration = new Configuration();
    configuration.addAll(
        Configuration.fromMap(
            ((Configuration)
                    StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration())
                .toMap()));
    return configuration;
  }

  /** The cluster that Flink has for this program, if it has workers yet. */
  private static Optional<ClusterSize> registered(Configuration given) {
    try {
      return Optional.of(ClusterSize.of(given.get(RestOptions.ADDRESS), given));
    } catch (IllegalArgumentException e) {
      LOG.info("What the cluster has is not known: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean onCluster(FlinkPipelineOptions flink) {
    return !flink.getFlinkMaster().startsWith("[");
  }

  private static int slots(String master, Configuration configuration) {
    ClusterSize size;
    try {
      size = ClusterSize.of(master, configuration);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--flinkMaster="
              + master
              + ": "
              + e.getMessage()
              + ": name its REST address, or how much of it to use by --parallelism.",
          e);
    }
    if (!size.version().startsWith(VERSION)) {
      throw new IllegalArgumentException(
          "--flinkMaster="
              + master
              + " runs Flink "
              + size.version()
              + ", to which Flink "
              + VERSION
              + " here can submit nothing: make a jar for it by runners/caco package"
              + " --runner=flink, and let its own command flink run that.");
    }
    refuseShortage("--flinkMaster=" + master, size);
    return size.slots();
  }

  /** Before anything is paid for: such a job fails after some minutes. */
  private static void refuseShortage(String cluster, ClusterSize size) {
    if (size.shortage().isPresent()) {
      throw new IllegalArgumentException(cluster + ": " + size.shortage().get() + ".");
    }
  }

  /** That of {@code --flinkConfDir}, with what all runs need besides. */
  private static Configuration configuration(FlinkPipelineOptions flink) {
    Configuration configuration =
        flink.getFlinkConfDir() == null
            ? new Configuration()
            : GlobalConfiguration.loadConfiguration(flink.getFlinkConfDir());
    List<String> listeners =
        new ArrayList<>(
            configuration.getOptional(DeploymentOptions.JOB_LISTENERS).orElse(List.of()));
    listeners.add(RunningJob.class.getName());
    configuration.set(DeploymentOptions.JOB_LISTENERS, listeners);
    return configuration;
  }

  /** What suits a Flink inside this process, where {@code --flinkConfDir} does not say. */
  private static Configuration here(FlinkPipelineOptions flink) {
    Configuration configuration = configuration(flink);
    if (flink.getFlinkConfDir() == null) {
      // Counters travel with heartbeats, and the progress line wants them more often than 10 s.
      configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, 1_000L);
      // Every shuffle of every slot has its buffers at once; by default each takes 16 MiB.
      configuration.set(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS, 64);
      MemorySize network = MemorySize.ofMebiBytes(Math.max(128, 64L * flink.getParallelism()));
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    }
    // As Beam has it for a Flink that it starts in its own process.
    if (!configuration.contains(TaskManagerOptions.MANAGED_MEMORY_SIZE)) {
      long free = EnvironmentInformation.getSizeOfFreeHeapMemoryWithDefrag();
      double fraction = configuration.get(TaskManagerOptions.MANAGED_MEMORY_FRACTION);
      configuration.set(
          TaskManagerOptions.MANAGED_MEMORY_SIZE, new MemorySize((long) (free * fraction)));
    }
    if (!configuration.contains(CoreOptions.CHECK_LEAKED_CLASSLOADER)) {
      configuration.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    }
    return configuration;
  }

  /** Writes a configuration to a folder, the only form in which Beam takes it for a cluster. */
  private static String write(Configuration configuration) {
    try {
      Path folder = Files.createTempDirectory("caco-flink");
      Path file = folder.resolve("config.yaml");
      Files.write(file, ConfigurationUtils.convertConfigToWritableLines(configuration, true));
      // The last that was named goes first.
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return folder.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    FlinkPipelineOptions flink = pipeline.getOptions().as(FlinkPipelineOptions.class);
    PipelineResult result;
    if (runsHere(flink)) {
      result = InProcessFlink.during(here(flink), flink, pipeline::run);
    } else if (onCluster(flink)) {
      result = RemoteFlink.during(configuration(flink), flink, pipeline::run);
    } else {
      result = FusingEnvironment.instead(flink, pipeline::run);
    }
    if (waits(flink)) {
      finished = result.metrics();
    }
    return result;
  }

  @Override
  public boolean waits(PipelineOptions options) {
    return options.as(FlinkPipelineOptions.class).getAttachedMode();
  }

  @Override
  public boolean runsHere(PipelineOptions options) {
    return !onCluster(options.as(FlinkPipelineOptions.class)) && !STARTED_BY_FLINK;
  }

  /**
   * One in this process. On a cluster, its TaskManagers, but no more than {@code --parallelism}:
   * that many slots may all be on different ones.
   */
  @Override
  public int workers(PipelineOptions options) {
    if (runsHere(options)) {
      return 1;
    }
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    ClusterSize size =
        STARTED_BY_FLINK
            ? registered(givenByFlink())
                .orElseThrow(
                    () ->
                        new IllegalArgumentException("Flink does not tell how many those will be"))
            : ClusterSize.of(flink.getFlinkMaster(), configuration(flink));
    int parallelism = flink.getParallelism();
    return parallelism < 1 ? size.taskManagers() : Math.min(size.taskManagers(), parallelism);
  }

  @Override
  public Map<String, Long> counters() {
    MetricResults atTheEnd = finished;
    MetricResults metrics = atTheEnd != null ? atTheEnd : running();
    return metrics == null ? Map.of() : StepCounters.of(metrics);
  }

  /** What the job has counted up to its last heartbeat, or null where it cannot be asked. */
  private static @Nullable MetricResults running() {
    JobClient job = RunningJob.current();
    if (job == null) {
      return null;
    }
    try {
      Object counted =
          job.getAccumulators()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .get(FlinkMetricContainer.ACCUMULATOR_NAME);
      return counted instanceof MetricsContainerStepMap steps
          ? MetricsContainerStepMap.asAttemptedOnlyMetricResults(steps)
          : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException e) {
      // The job may end at any moment; the counters come again from its result.
      return null;
    }
  }
}
