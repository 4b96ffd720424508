package org.caco.runners.flink;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.rest.RestClient;
import org.apache.flink.runtime.rest.handler.legacy.messages.ClusterOverviewWithVersion;
import org.apache.flink.runtime.rest.messages.ClusterConfigurationInfoHeaders;
import org.apache.flink.runtime.rest.messages.ClusterOverviewHeaders;
import org.apache.flink.runtime.rest.messages.ConfigurationInfo;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.MessageHeaders;
import org.apache.flink.runtime.rest.messages.ResponseBody;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagersHeaders;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagersInfo;
import org.apache.flink.util.concurrent.Executors;

/**
 * What has registered with a Flink cluster by now.
 *
 * @param taskManagers its worker processes
 * @param slots of all of them, taken or free
 * @param version of Flink there
 * @param shortage what keeps the graph from running there and how to mend it, for the end of a
 *     sentence; empty if nothing is known to
 */
record ClusterSize(int taskManagers, int slots, String version, Optional<String> shortage) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Buffers that a shuffle takes at once, of which the graph has many. */
  private static final String BUFFERS =
      NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS.key();

  private static final int FEW_BUFFERS = 64;

  /** Network memory of a slot with which the graph runs whatever its shuffles take. */
  private static final MemorySize ENOUGH = MemorySize.ofMebiBytes(256);

  /**
   * Asks the cluster.
   *
   * @param master the value of {@code --flinkMaster}
   * @param configuration with the port, if {@code master} has none, and how to encrypt
   * @throws IllegalArgumentException if it does not answer, or has no TaskManager; the message is
   *     for the middle of a sentence
   */
  static ClusterSize of(String master, Configuration configuration) {
    ClusterSize size;
    try {
      size = ask(URI.create("//" + master.strip().replaceFirst("^https?://", "")), configuration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the Flink cluster is asked", e);
    } catch (Exception e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      throw new IllegalArgumentException(
          "the Flink cluster at " + master + " does not answer (" + cause + ")", e);
    }
    if (size.slots == 0) {
      throw new IllegalArgumentException(
          "the Flink cluster at " + master + " has no TaskManager yet");
    }
    return size;
  }

  private static ClusterSize ask(URI address, Configuration configuration) throws Exception {
    int port = address.getPort() < 0 ? configuration.get(RestOptions.PORT) : address.getPort();
    RestClient client = new RestClient(configuration, Executors.directExecutor());
    try {
      ClusterOverviewWithVersion overview =
          get(client, address.getHost(), port, ClusterOverviewHeaders.getInstance());
      ConfigurationInfo settings =
          get(client, address.getHost(), port, ClusterConfigurationInfoHeaders.getInstance());
      TaskManagersInfo taskManagers =
          get(client, address.getHost(), port, TaskManagersHeaders.getInstance());
      return new ClusterSize(
          overview.getNumTaskManagersConnected(),
          overview.getNumSlotsTotal(),
          overview.getVersion(),
          shortage(settings, taskManagers));
    } finally {
      var unused = client.closeAsync();
    }
  }

  private static <P extends ResponseBody> P get(
      RestClient client,
      String host,
      int port,
      MessageHeaders<EmptyRequestBody, P, EmptyMessageParameters> what)
      throws Exception {
    return client.sendRequest(host, port, what).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Optional<String> shortage(
      ConfigurationInfo settings, TaskManagersInfo taskManagers) {
    // Those of the JobManager, which has them from the file that its TaskManagers read too.
    int buffers =
        settings.stream()
            .filter(entry -> entry.getKey().equals(BUFFERS))
            .map(entry -> Integer.parseInt(entry.getValue()))
            .findFirst()
            .orElse(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS.defaultValue());
    if (buffers <= FEW_BUFFERS) {
      return Optional.empty();
    }
    return taskManagers.getTaskManagerInfos().stream()
        .filter(
            worker ->
                worker.getMemoryConfiguration().getNetworkMemory()
                    < ENOUGH.getBytes() * worker.getNumberSlots())
        .findFirst()
        .map(
            worker ->
                String.format(
                    Locale.ROOT,
                    "its TaskManagers have %s of network memory, and each of the graph's many"
                        + " shuffles takes %d buffers of it: add %s: %d to the cluster's"
                        + " configuration and start it again, or give them %s for each slot by"
                        + " %s",
                    new MemorySize(worker.getMemoryConfiguration().getNetworkMemory())
                        .toHumanReadableString(),
                    buffers,
                    BUFFERS,
                    FEW_BUFFERS,
                    ENOUGH.toHumanReadableString(),
                    TaskManagerOptions.NETWORK_MEMORY_MIN.key()));
  }
}
