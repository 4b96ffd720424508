package org.caco.stores.hdfs;

import java.util.List;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemRegistrar;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Beam's file system for {@code hdfs://NAMENODE:PORT/PATH}, set up by the files in {@code
 * HADOOP_CONF_DIR} or {@code YARN_CONF_DIR} where there are any; a path names its server itself.
 */
public final class HdfsRegistrar implements FileSystemRegistrar {
  private static final String DEFAULT = "fs.defaultFS";

  @Override
  public Iterable<FileSystem<?>> fromOptions(@Nullable PipelineOptions options) {
    HadoopFileSystemOptions theirs =
        PipelineOptionsFactory.create().as(HadoopFileSystemOptions.class);
    List<Configuration> found = theirs.getHdfsConfiguration();
    Configuration configuration =
        found == null || found.isEmpty() ? new Configuration() : found.get(0);
    // Beam's is for the scheme of this alone.
    if (!configuration.get(DEFAULT, "").startsWith("hdfs:")) {
      configuration.set(DEFAULT, "hdfs://localhost");
    }
    theirs.setHdfsConfiguration(List.of(configuration));
    return new HadoopFileSystemRegistrar().fromOptions(theirs);
  }
}
