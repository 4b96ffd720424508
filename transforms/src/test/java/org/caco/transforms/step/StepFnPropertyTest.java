package org.caco.transforms.step;

import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.caco.transforms.records.Rejection;

class StepFnPropertyTest {
  @Property(tries = 5)
  void everyRecordIsAcceptedOrRejectedAndCountedOnce(@ForAll("orders") List<String> orders) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    StepResult<String> result =
        StepFnTest.obey(StepFnTest.records(pipeline, orders.toArray(String[]::new)));
    List<String> kept = orders.stream().filter(order -> order.length() == 1).toList();
    PCollection<String> rejectedRecords =
        result.rejected().apply(MapElements.into(strings()).via(Rejection::getLine));
    PAssert.that("accepted", result.accepted())
        .containsInAnyOrder(kept.stream().map(order -> order + "!").toList());
    PAssert.that("rejected", rejectedRecords)
        .containsInAnyOrder(orders.stream().filter(order -> order.length() > 1).toList());
    PipelineResult run = pipeline.run();
    assertThat(counter(run, StepMetrics.ACCEPTED)).isEqualTo(kept.size());
    assertThat(counter(run, StepMetrics.REJECTED)).isEqualTo(orders.size() - kept.size());
  }

  @Provide
  Arbitrary<List<String>> orders() {
    return Arbitraries.of("a", "b", "c", "reject", "check", "crash").list().ofMaxSize(12);
  }

  private static long counter(PipelineResult run, String name) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(
                MetricNameFilter.named(StepMetrics.NAMESPACE, StepFnTest.STEP + "." + name))
            .build();
    long sum = 0;
    for (MetricResult<Long> counter : run.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }
}
