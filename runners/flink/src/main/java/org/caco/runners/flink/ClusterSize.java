package org.caco.runners.flink;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.rest.RestClient;
import org.apache.flink.runtime.rest.handler.legacy.messages.ClusterOverviewWithVersion;
import org.apache.flink.runtime.rest.messages.ClusterOverviewHeaders;
import org.apache.flink.util.concurrent.Executors;

/**
 * What has registered with a Flink cluster by now.
 *
 * @param taskManagers its worker processes
 * @param slots of all of them, taken or free
 */
record ClusterSize(int taskManagers, int slots) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
          client
              .sendRequest(address.getHost(), port, ClusterOverviewHeaders.getInstance())
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new ClusterSize(overview.getNumTaskManagersConnected(), overview.getNumSlotsTotal());
    } finally {
      var unused = client.closeAsync();
    }
  }
}
