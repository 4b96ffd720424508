package org.caco.stores.azure;

import com.azure.storage.blob.BlobServiceClientBuilder;
import org.apache.beam.sdk.io.azure.options.BlobstoreClientBuilderFactory;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;

/**
 * Makes clients with the key of the connection string. Beam's factory puts the identity of the
 * machine before it, which no stand-in knows, and by which Beam cannot copy.
 */
public final class AzureClients implements BlobstoreClientBuilderFactory {
  @Override
  public BlobServiceClientBuilder createBuilder(BlobstoreOptions options) {
    return new BlobServiceClientBuilder().connectionString(options.getAzureConnectionString());
  }
}
