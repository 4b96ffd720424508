package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.hash.ContentHash;
import org.caco.transforms.model.Sample.Bundle;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;

/** Asks a scripted server questions, as the tests of this package do. */
final class Asking {
  private Asking() {}

  static ModelConfig config(ScriptedServer server) {
    return config(server.address());
  }

  static ModelConfig config(String address) {
    return ModelConfig.of("solve", address, "m").toBuilder()
        .setBackoff(Duration.ofMillis(1))
        .setTimeout(Duration.ofSeconds(10))
        .setMaxAttempts(3)
        .build();
  }

  static GenerateText<String, String> ask(ModelConfig config) {
    return ask(config, Asking::prompt, Asking::answer);
  }

  static GenerateText<String, String> ask(
      ModelConfig config,
      SerializableFunction<String, Prompt> prompt,
      SerializableBiFunction<String, List<Completion>, String> parser) {
    return GenerateText.of("solve", config, TypeDescriptors.strings(), prompt, parser);
  }

  static Prompt prompt(String question) {
    return new Prompt(List.of(new Message("user", question)), ContentHash.number(question));
  }

  static String answer(String question, List<Completion> completions) {
    return question
        + "="
        + completions.stream().map(Completion::text).collect(Collectors.joining("|"));
  }

  static StepResult<String> run(
      Pipeline pipeline, GenerateText<String, String> ask, String... questions) {
    return pipeline
        .apply(Create.of(List.of(questions)).withCoder(StringUtf8Coder.of()))
        .apply("Solve", ask);
  }

  static void assertRejected(StepResult<?> result, String... reasons) {
    PAssert.that("reasons", result.rejected())
        .satisfies(
            rejections -> {
              assertThat(reasons(rejections)).containsExactlyInAnyOrder(reasons);
              return null;
            });
  }

  static List<String> reasons(Iterable<Rejection> rejections) {
    return StreamSupport.stream(rejections.spliterator(), false).map(Rejection::getReason).toList();
  }

  /** A client that is there until the tests end. */
  static ModelClient client(ModelConfig config) {
    return ModelClient.acquire(config).get();
  }

  static CallResult call(ModelConfig config) throws Exception {
    Prompt prompt = new Prompt(List.of(new Message("user", "a")), 1);
    return client(config)
        .submit(new Bundle(), List.of(ModelRequest.of(config, prompt, 0)))
        .get(0)
        .get();
  }

  static long counter(PipelineResult result, String name) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(StepMetrics.NAMESPACE, name))
            .build();
    long sum = 0;
    for (var metric : result.metrics().queryMetrics(filter).getCounters()) {
      // Attempted values the Direct runner adds up in the background.
      sum += metric.getCommitted();
    }
    return sum;
  }
}
