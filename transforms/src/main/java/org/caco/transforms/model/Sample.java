package org.caco.transforms.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A sample that is asked for, and the bundles that wait for it. */
final class Sample {
  private final ModelRequest request;
  private final CompletableFuture<CallResult> result = new CompletableFuture<>();
  private final Queue<Bundle> bundles = new ConcurrentLinkedQueue<>();

  /** The requests of one bundle of records, which are given up together. */
  static final class Bundle {
    private volatile boolean cancelled;

    boolean isCancelled() {
      return cancelled;
    }

    /** From now on, nothing is sent for it. */
    void cancel() {
      cancelled = true;
    }
  }

  Sample(ModelRequest request, Bundle bundle) {
    this.request = request;
    bundles.add(bundle);
  }

  ModelRequest request() {
    return request;
  }

  String hash() {
    return request.hash();
  }

  CompletableFuture<CallResult> result() {
    return result;
  }

  /** Lets another bundle wait for it too. */
  void join(Bundle bundle) {
    bundles.add(bundle);
  }

  /** Whether anybody still waits for it. */
  boolean isWanted() {
    for (Bundle bundle : bundles) {
      if (!bundle.isCancelled()) {
        return true;
      }
    }
    return false;
  }

  /** Parts samples into requests, each for samples that follow each other. */
  static List<List<Sample>> inCalls(List<Sample> samples, int most) {
    List<List<Sample>> calls = new ArrayList<>();
    List<Sample> last = List.of();
    int next = -1;
    for (Sample sample : samples) {
      int index = sample.request().call().getSampleIndex();
      if (index != next || last.size() >= most) {
        last = new ArrayList<>();
        calls.add(last);
      }
      last.add(sample);
      next = index + 1;
    }
    return calls;
  }
}
