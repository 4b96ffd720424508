package org.caco.runners.flink;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.pipelines.run.StepCounters;

/**
 * {@code --runner=flink}: a Flink of its own inside this process, or the cluster that {@code
 * --flinkMaster=host:port} names by its REST address. The jars of this process are sent to the
 * cluster. Inside this process, as many records are worked on at once as the machine has cores; on
 * a cluster, {@code --parallelism} or the default of the cluster says how many.
 */
public final class FlinkAdapter implements RunnerAdapter {
  private static final String IN_PROCESS = "[local]";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private volatile MetricResults finished;

  @Override
  public String name() {
    return "flink";
  }

  @Override
  public void prepare(PipelineOptions options) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    flink.setRunner(FlinkRunner.class);
    if (!GivenOptions.contain(flink, "flinkMaster")) {
      flink.setFlinkMaster(IN_PROCESS);
    }
    boolean inProcess = flink.getFlinkMaster().equals(IN_PROCESS);
    if (inProcess && !GivenOptions.contain(flink, "parallelism")) {
      flink.setParallelism(Runtime.getRuntime().availableProcessors());
    }
    if (!GivenOptions.contain(flink, "fasterCopy")) {
      // Steps never change a record that they were given, so operators need no copies of it.
      flink.setFasterCopy(true);
    }
    flink.setFlinkConfDir(configure(flink, inProcess).toString());
  }

  /** A copy of the given configuration, or of none, with what the runs here need besides. */
  private static Path configure(FlinkPipelineOptions flink, boolean inProcess) {
    String given = flink.getFlinkConfDir();
    Configuration configuration =
        given == null ? new Configuration() : GlobalConfiguration.loadConfiguration(given);
    List<String> listeners =
        new ArrayList<>(
            configuration.getOptional(DeploymentOptions.JOB_LISTENERS).orElse(List.of()));
    listeners.add(RunningJob.class.getName());
    configuration.set(DeploymentOptions.JOB_LISTENERS, listeners);
    if (inProcess && given == null) {
      // Counters travel with heartbeats, and the progress line wants them more often than 10 s.
      configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, 1_000L);
      // Every shuffle of every slot has its buffers at once; by default each takes 16 MiB.
      configuration.set(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS, 64);
      MemorySize network = MemorySize.ofMebiBytes(Math.max(128, 64L * flink.getParallelism()));
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    }
    try {
      Path folder = Files.createTempDirectory("caco-flink");
      Path file = folder.resolve("config.yaml");
      Files.write(file, ConfigurationUtils.convertConfigToWritableLines(configuration, true));
      // The last that was named goes first.
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    PipelineResult result = pipeline.run();
    finished = result.metrics();
    return result;
  }

  @Override
  public boolean runsHere(PipelineOptions options) {
    return options.as(FlinkPipelineOptions.class).getFlinkMaster().startsWith("[");
  }

  /** One in this process; on a cluster, its TaskManagers. */
  @Override
  public int workers(PipelineOptions options) {
    if (runsHere(options)) {
      return 1;
    }
    String master = options.as(FlinkPipelineOptions.class).getFlinkMaster();
    String base = master.matches("https?://.*") ? master : "http://" + master;
    int workers;
    try (InputStream overview = openUrl(base + "/overview")) {
      workers = new ObjectMapper().readTree(overview).path("taskmanagers").asInt();
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the Flink cluster at " + master + " does not tell theirs (" + e + ")", e);
    }
    if (workers == 0) {
      throw new IllegalArgumentException(
          "the Flink cluster at " + master + " has no TaskManager yet");
    }
    return workers;
  }

  private static InputStream openUrl(String url) throws IOException {
    URLConnection connection = URI.create(url).toURL().openConnection();
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    return connection.getInputStream();
  }

  @Override
  public Map<String, Long> counters() {
    MetricResults metrics = finished != null ? finished : running();
    return metrics == null ? Map.of() : StepCounters.of(metrics);
  }

  /** What the job has counted up to its last heartbeat, or null where it cannot be asked. */
  private static MetricResults running() {
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
