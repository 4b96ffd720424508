package org.caco.transforms.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  // Of each sample the replies that could not be read, in order.
  private final List<List<Answer>> spoilt = new ArrayList<>();
  private boolean askedLonger;

  /** A request and how it ended. */
  record Answer(ModelRequest request, CallResult result) {}

  Pending(I record, BoundedWindow window, Instant timestamp, int samples) {
    this.record = record;
    this.window = window;
    this.timestamp = timestamp;
    requests = new ModelRequest[samples];
    results = new AtomicReferenceArray<>(samples);
    for (int i = 0; i < samples; i++) {
      spoilt.add(new ArrayList<>());
    }
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

  /** How often a sample was asked for once more since it could not be read. */
  int repairs(int sample) {
    return spoilt.get(sample).size();
  }

  /** All that a sample's requests have come to, the last one at the end. */
  List<Answer> answers(int sample) {
    List<Answer> answers = new ArrayList<>(spoilt.get(sample));
    answers.add(new Answer(requests[sample], results.get(sample)));
    return answers;
  }

  /**
   * What a sample has come to: the last answer; where no text has come since, and not because of a
   * limit, the one before, for which there is a reason that says more.
   */
  Answer best(int sample) {
    List<Answer> answers = answers(sample);
    Answer last = answers.get(answers.size() - 1);
    CallFailure failure = last.result().failure();
    return failure == null || failure.limit() != null || answers.size() == 1
        ? last
        : answers.get(answers.size() - 2);
  }

  /** Sets aside a sample's reply, in which something is wrong, for a request that mends it. */
  void repair(int sample, String wrong, ModelConfig config) {
    spoilt.get(sample).add(new Answer(requests[sample], results.get(sample)));
    ModelResponse spoiltReply = Objects.requireNonNull(results.get(sample).response());
    requests[sample] = Repair.of(requests[sample], spoiltReply, wrong, config);
  }

  /** Asks for the samples that were set aside. */
  void askForRepairs(
      List<Integer> samples, ModelClient client, Bundle bundle, BlockingQueue<Pending<I>> finished)
      throws InterruptedException, IOException {
    left.set(samples.size());
    for (int sample : samples) {
      // Their prompts differ, so that no request can be for two of them.
      take(sample, client.submit(bundle, List.of(requests[sample])).get(0), finished);
    }
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
      take(samples[i], calls.get(i), finished);
    }
  }

  private void take(
      int sample, CompletableFuture<CallResult> call, BlockingQueue<Pending<I>> finished) {
    var unused =
        call.thenAccept(
            result -> {
              results.set(sample, result);
              if (left.decrementAndGet() == 0) {
                finished.add(this);
              }
            });
  }
}
