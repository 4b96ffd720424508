package org.caco.transforms.model;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.caco.transforms.model.Sample.Bundle;
import org.joda.time.Instant;

/** A record whose calls are under way. All but what ends a call is for its bundle's thread. */
final class Pending<I> {
  private final I record;
  private final BoundedWindow window;
  private final Instant timestamp;
  private final long start = System.nanoTime();
  private final ModelRequest[] requests;
  private final AtomicReferenceArray<CallResult> results;
  private final AtomicInteger left = new AtomicInteger();
  private boolean askedLonger;

  Pending(I record, BoundedWindow window, Instant timestamp, int samples) {
    this.record = record;
    this.window = window;
    this.timestamp = timestamp;
    requests = new ModelRequest[samples];
    results = new AtomicReferenceArray<>(samples);
  }

  I record() {
    return record;
  }

  BoundedWindow window() {
    return window;
  }

  Instant timestamp() {
    return timestamp;
  }

  long nanos() {
    return System.nanoTime() - start;
  }

  int samples() {
    return requests.length;
  }

  ModelRequest request(int sample) {
    return requests[sample];
  }

  CallResult result(int sample) {
    return results.get(sample);
  }

  void prepare(ModelConfig config, Prompt prompt) {
    for (int i = 0; i < requests.length; i++) {
      requests[i] = ModelRequest.of(config, prompt, i);
    }
  }

  /** Asks for every sample; the record joins {@code finished} when all have ended. */
  void ask(ModelClient client, Bundle bundle, BlockingQueue<Pending<I>> finished)
      throws InterruptedException, IOException {
    ask(IntStream.range(0, requests.length).toArray(), client, bundle, finished);
  }

  /** The samples that were cut off, the first time that it is asked. */
  int[] truncated() {
    boolean first = !askedLonger;
    askedLonger = true;
    return IntStream.range(0, requests.length)
        .filter(i -> first && results.get(i).isTruncated())
        .toArray();
  }

  /** Asks for some samples again, with the parameters of {@code config}. */
  void askAgain(
      int[] samples,
      ModelConfig config,
      ModelClient client,
      Bundle bundle,
      BlockingQueue<Pending<I>> finished)
      throws InterruptedException, IOException {
    for (int sample : samples) {
      requests[sample] = requests[sample].with(config);
    }
    ask(samples, client, bundle, finished);
  }

  private void ask(
      int[] samples, ModelClient client, Bundle bundle, BlockingQueue<Pending<I>> finished)
      throws InterruptedException, IOException {
    left.set(samples.length);
    List<CompletableFuture<CallResult>> calls =
        client.submit(bundle, IntStream.of(samples).mapToObj(i -> requests[i]).toList());
    for (int i = 0; i < samples.length; i++) {
      int sample = samples[i];
      var unused =
          calls
              .get(i)
              .thenAccept(
                  result -> {
                    results.set(sample, result);
                    if (left.decrementAndGet() == 0) {
                      finished.add(this);
                    }
                  });
    }
  }
}
