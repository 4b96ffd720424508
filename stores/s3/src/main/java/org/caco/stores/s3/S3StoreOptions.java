package org.caco.stores.s3;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code s3://} paths lead. Keys are in no option: the SDK's chain of credentials has them.
 */
public interface S3StoreOptions extends PipelineOptions {
  @Description(
      "Address of a server that speaks S3, such as http://localhost:9000, which then gets paths"
          + " with the bucket in them. Unset, the environment's AWS_ENDPOINT_URL_S3 or"
          + " AWS_ENDPOINT_URL, and else Amazon's.")
  @Nullable String getS3Endpoint();

  void setS3Endpoint(@Nullable String endpoint);

  @Description(
      "Region of the buckets. Unset, that of the environment (AWS_REGION), of the profile or of the"
          + " machine, and where none is named us-east-1.")
  @Nullable String getS3Region();

  void setS3Region(@Nullable String region);
}
