package org.caco.stores.s3;

import java.net.URI;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.S3FileSystemRegistrar;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Beam's file system for {@code s3://} paths, with options of its own: Beam's have an {@code
 * endpoint} too, and of two types of one name Beam accepts neither.
 */
public final class S3Registrar implements FileSystemRegistrar {
  private static final Region REGION = Region.US_EAST_1;

  @Override
  public Iterable<FileSystem<?>> fromOptions(@Nullable PipelineOptions options) {
    S3StoreOptions own =
        (options == null ? PipelineOptionsFactory.create() : options).as(S3StoreOptions.class);
    S3Options theirs = PipelineOptionsFactory.create().as(S3Options.class);
    theirs.setS3ClientFactoryClass(S3Clients.class);
    theirs.setAwsRegion(region(own));
    String endpoint = endpoint(own);
    if (endpoint != null) {
      theirs.setEndpoint(URI.create(endpoint));
    }
    return new S3FileSystemRegistrar().fromOptions(theirs);
  }

  private static @Nullable String endpoint(S3StoreOptions options) {
    return Stream.of(
            options.getS3Endpoint(),
            System.getenv("AWS_ENDPOINT_URL_S3"),
            System.getenv("AWS_ENDPOINT_URL"))
        .filter(address -> address != null && !address.isBlank())
        .findFirst()
        .orElse(null);
  }

  private static Region region(S3StoreOptions options) {
    String named = options.getS3Region();
    if (named != null) {
      return Region.of(named);
    }
    // Asking a machine of another kind for its region takes seconds, also where no path is a
    // store's.
    String environment = System.getenv("AWS_REGION");
    if (environment != null || endpoint(options) != null) {
      return environment == null ? REGION : Region.of(environment);
    }
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException e) {
      return REGION;
    }
  }
}
