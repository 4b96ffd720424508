package org.caco.transforms.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.caco.transforms.similarity.Embedding;
import org.joda.time.Duration;
import org.junit.jupiter.api.RepeatedTest;

class NearPairsTest {
  private static List<KV<String, byte[]>> embeddings() {
    List<KV<String, byte[]>> embeddings = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[Embedding.DIMENSIONS * Short.BYTES];
      new Random(i).nextBytes(bytes);
      embeddings.add(KV.of("id" + i, bytes));
    }
    return embeddings;
  }

  // One run in fourteen never ended while a side input could be empty.
  @RepeatedTest(10)
  void endsHoweverStepsThatWaitForSideInputsComeToRun() {
    DirectOptions options =
        PipelineOptionsFactory.fromArgs("--targetParallelism=16", "--blockOnRun=false")
            .as(DirectOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of(embeddings()))
        .apply(Reshuffle.viaRandomKey())
        .apply(new NearPairs(NearDuplicateConfig.DEFAULT));

    PipelineResult result = pipeline.run();

    assertThat(result.waitUntilFinish(Duration.standardMinutes(2)))
        .isEqualTo(PipelineResult.State.DONE);
  }
}
