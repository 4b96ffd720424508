package org.caco.stores.azure;

import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.azure.blobstore.AzureBlobStoreFileSystemRegistrar;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * Beam's file system for {@code azfs://ACCOUNT/CONTAINER/PATH}. Its key comes from the environment
 * of each worker, {@code AZURE_STORAGE_CONNECTION_STRING}: Beam's own options would put it on the
 * command line, and into the notes of a run.
 */
public final class AzureRegistrar implements FileSystemRegistrar {
  /** The variable that holds the address and key of an account. */
  static final String CONNECTION = "AZURE_STORAGE_CONNECTION_STRING";

  @Override
  public Iterable<FileSystem<?>> fromOptions(@Nullable PipelineOptions options) {
    BlobstoreOptions theirs = PipelineOptionsFactory.create().as(BlobstoreOptions.class);
    theirs.setBlobstoreClientFactoryClass(AzureClients.class);
    String connection = System.getenv(CONNECTION);
    if (connection != null && !connection.isBlank()) {
      theirs.setAzureConnectionString(connection);
    }
    return new AzureBlobStoreFileSystemRegistrar().fromOptions(theirs);
  }
}
