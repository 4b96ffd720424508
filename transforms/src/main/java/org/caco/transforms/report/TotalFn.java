package org.caco.transforms.report;

import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;

/** Adds up numbers of the records of a bundle, so that a bundle sends one sum a column. */
final class TotalFn<T> extends DoFn<T, KV<String, Long>> {
  private static final long serialVersionUID = 1L;

  private final List<String> columns;
  private final SerializableFunction<T, List<Long>> amounts;
  private transient long[] sums;

  TotalFn(List<String> columns, SerializableFunction<T, List<Long>> amounts) {
    this.columns = columns;
    this.amounts = amounts;
  }

  @StartBundle
  public void start() {
    sums = new long[columns.size()];
  }

  @ProcessElement
  public void process(@Element T record) {
    List<Long> numbers = amounts.apply(record);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += numbers.get(i);
    }
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    for (int i = 0; i < sums.length; i++) {
      context.output(
          KV.of(StepCounts.total(columns.get(i)), sums[i]),
          GlobalWindow.INSTANCE.maxTimestamp(),
          GlobalWindow.INSTANCE);
    }
  }
}
