package org.caco.stores.azure;

import java.util.List;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.azure.blobstore.AzureBlobStoreFileSystemRegistrar;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * Beam's file system for {@code azfs://ACCOUNT/CONTAINER/PATH}. Its key comes from the environment
 * of each worker, {@code AZURE_STORAGE_CONNECTION_STRING}, and there is none without it: Beam's own
 * options would put it on the command line, and into the notes of a run.
 */
public final class AzureRegistrar implements FileSystemRegistrar {
  private static final String CONNECTION = "AZURE_STORAGE_CONNECTION_STRING";

  @Override
  public Iterable<FileSystem<?>> fromOptions(@Nullable PipelineOptions options) {
    String connection = System.getenv(CONNECTION);
    if (connection == null || connection.isBlank()) {
      // Beam makes the client now, also for a run whose paths are elsewhere.
      return List.of();
    }
    BlobstoreOptions theirs = PipelineOptionsFactory.create().as(BlobstoreOptions.class);
    theirs.setBlobstoreClientFactoryClass(AzureClients.class);
    theirs.setAzureConnectionString(connection);
    return new AzureBlobStoreFileSystemRegistrar().fromOptions(theirs);
  }
}
