package org.caco.runners.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.client.deployment.executors.LocalExecutor;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.util.FileUtils;

/**
 * Gives whoever asks Flink for its environment, as Beam does for {@code --flinkMaster=[auto]}, one
 * that starts a {@link SealedCluster} for each job.
 */
final class InProcessFlink implements PipelineExecutorServiceLoader, PipelineExecutorFactory {
  private static final String NAME = "sealed";

  private final Queue<SealedCluster> clusters = new ConcurrentLinkedQueue<>();

  private InProcessFlink() {}

  /**
   * Runs {@code work} with such an environment for its thread. When it is back, its clusters have
   * ended and their files are gone.
   */
  static <T> T during(Configuration configuration, PipelineOptions options, Supplier<T> work) {
    Path folder = createFolder();
    Configuration sealed = SealedCluster.seal(configuration);
    sealed.set(DeploymentOptions.TARGET, NAME);
    // A job that nobody waits for would lose its cluster.
    sealed.set(DeploymentOptions.ATTACHED, true);
    if (!sealed.contains(CoreOptions.TMP_DIRS)) {
      sealed.set(CoreOptions.TMP_DIRS, folder.toString());
    }
    sealed.set(WebOptions.TMP_DIR, folder.toString());
    ClassLoader loader = InProcessFlink.class.getClassLoader();
    InProcessFlink flink = new InProcessFlink();
    StreamContextEnvironment.setAsContext(flink, sealed, loader, false, true);
    try {
      return FusingEnvironment.during(flink, sealed, loader, options, work);
    } finally {
      StreamContextEnvironment.unsetAsContext();
      flink.clusters.forEach(SealedCluster::close);
      FileUtils.deleteDirectoryQuietly(folder.toFile());
    }
  }

  /** For what Flink writes to disk, such as records that it sorts: only its owner can read it. */
  private static Path createFolder() {
    try {
      Path folder = Files.createTempDirectory("caco-flink");
      // Where the process ends during the work, Flink itself empties the folder.
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("No folder for Flink's temporary files can be made", e);
    }
  }

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
    return NAME.equals(configuration.get(DeploymentOptions.TARGET));
  }

  @Override
  public PipelineExecutor getExecutor(Configuration configuration) {
    return LocalExecutor.createWithFactory(
        configuration,
        sized -> {
          SealedCluster cluster = new SealedCluster(sized);
          clusters.add(cluster);
          return cluster;
        });
  }
}
