package org.caco.runners.flink;

import java.util.function.Supplier;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.util.construction.resources.PipelineResources;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.net.HostAndPort;
import org.apache.flink.api.java.RemoteEnvironmentConfigUtils;
import org.apache.flink.client.deployment.executors.RemoteExecutor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;

/**
 * Submits to the cluster of {@code --flinkMaster=host:port} as Flink's own remote environment does,
 * from an environment of ours.
 */
final class RemoteFlink {
  private RemoteFlink() {}

  /** Runs {@code work}, which asks Flink for its environment. */
  static <T> T during(Configuration given, FlinkPipelineOptions flink, Supplier<T> work) {
    String master = flink.getFlinkMaster();
    HostAndPort address =
        HostAndPort.fromString(master.strip().replaceFirst("^https?://", ""))
            .withDefaultPort(given.get(RestOptions.PORT));
    Configuration configuration = new Configuration(given);
    PipelineResources.prepareFilesForStaging(flink);
    RemoteEnvironmentConfigUtils.setJobManagerAddressToConfig(
        address.getHost(), address.getPort(), configuration);
    RemoteEnvironmentConfigUtils.setJarURLsToConfig(
        flink.getFilesToStage().toArray(String[]::new), configuration);
    configuration.set(RestOptions.ADDRESS, address.getHost());
    configuration.set(RestOptions.PORT, address.getPort());
    configuration.set(DeploymentOptions.TARGET, RemoteExecutor.NAME);
    configuration.set(DeploymentOptions.ATTACHED, flink.getAttachedMode());
    flink.setFlinkMaster(FlinkAdapter.HERE);
    try {
      return FusingEnvironment.during(
          new DefaultExecutorServiceLoader(),
          configuration,
          Thread.currentThread().getContextClassLoader(),
          flink,
          work);
    } finally {
      flink.setFlinkMaster(master);
    }
  }
}
