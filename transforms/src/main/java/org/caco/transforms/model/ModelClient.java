package org.caco.transforms.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.caco.transforms.journal.Journal;
import org.caco.transforms.model.Sample.Bundle;
import org.caco.transforms.step.Shared;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests and tries again. One per JVM and configuration, for as long as a DoFn uses it and
 * some seconds longer, in which calls under way may still be answered. No thread waits for a
 * response. Two requests with the same hash that are in flight at once become one. Safe for
 * threads.
 */
final class ModelClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelClient.class);

  private static final Shared<ModelConfig, ModelClient> SHARED = Shared.lingering("model-clients");

  private final ModelConfig config;
  private final Optional<Shared.Lease<Journal>> journal;
  private final Shared.Lease<EndpointPool> pool;
  private final Standing standing;
  private final Shared.Lease<Budget> budget;
  private final CurrentKey key;
  private final Stragglers stragglers = new Stragglers();
  private final Map<String, Sample> inFlight = new ConcurrentHashMap<>();
  private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private ModelClient(ModelConfig config) {
    this.config = config;
    // First, since it alone may fail.
    journal =
        config.journal().isEmpty()
            ? Optional.empty()
            : Optional.of(Journal.acquire(config.journal(), config.limits().run()));
    pool = EndpointPool.acquire(config);
    standing = pool.get().standing(config);
    budget = Budget.acquire(config.limits());
    key = new CurrentKey(config.apiKey());
  }

  /**
   * The JVM's client of a configuration. The key is read again, if that is some seconds ago.
   *
   * @throws java.io.UncheckedIOException if the journal cannot be listed
   */
  static Shared.Lease<ModelClient> acquire(ModelConfig config) {
    Shared.Lease<ModelClient> lease = SHARED.acquire(config, () -> new ModelClient(config));
    lease.get().key.readIfDue();
    return lease;
  }

  /** Looks for what other workers have journalled. */
  void refresh() {
    try {
      if (journal.isPresent()) {
        journal.get().get().refresh();
      }
    } catch (IOException e) {
      LOG.warn("The journal {} cannot be listed: {}", config.journal(), e.toString());
    }
  }

  /** Returns when all responses that were given out are in the journal. */
  void flush() throws IOException {
    if (journal.isPresent()) {
      journal.get().get().flush();
    }
  }

  /**
   * Finds the responses in the journal, or waits for a turn, sends the requests, and returns. The
   * results come in the order of the samples and never fail.
   *
   * @param requests for samples of one prompt, in their order
   * @throws IOException if the journal is full and cannot be written
   */
  List<CompletableFuture<CallResult>> submit(Bundle bundle, List<ModelRequest> requests)
      throws InterruptedException, IOException {
    List<CompletableFuture<CallResult>> results = new ArrayList<>();
    List<Sample> fresh = new ArrayList<>();
    for (ModelRequest request : requests) {
      results.add(enter(bundle, request, fresh));
    }
    List<Sample> unknown = endKnown(fresh);
    if (!unknown.isEmpty()) {
      try {
        if (journal.isPresent()) {
          journal.get().get().makeRoom();
        }
        pool().awaitRoom(standing);
      } catch (InterruptedException e) {
        cancel(bundle);
        unknown.forEach(sample -> end(sample, CallResult.notSent(CallFailure.cancelled())));
        throw e;
      }
      claimAndSend(unknown);
    }
    return results;
  }

  /** What a request comes to; if nobody else asks for it by now, its sample is {@code fresh}. */
  private CompletableFuture<CallResult> enter(
      Bundle bundle, ModelRequest request, List<Sample> fresh) {
    Sample sample = new Sample(request, bundle);
    Sample other = inFlight.putIfAbsent(request.hash(), sample);
    if (other == null) {
      fresh.add(sample);
      return sample.result();
    }
    other.join(bundle);
    return other
        .result()
        .thenCompose(
            ended -> {
              if (!ended.isCancelled() || bundle.isCancelled() || closed) {
                return CompletableFuture.completedFuture(ended.asCached());
              }
              // Those who had asked for it have gone in the moment when this bundle came.
              List<Sample> again = new ArrayList<>();
              CompletableFuture<CallResult> result = enter(bundle, request, again);
              claimAndSend(endKnown(again));
              return result;
            });
  }

  /** Ends the samples for which nothing is to be sent, and returns the others. */
  private List<Sample> endKnown(List<Sample> samples) {
    List<Sample> unknown = new ArrayList<>();
    for (Sample sample : samples) {
      Optional<CallResult> known = withoutAsking(sample.request());
      if (known.isPresent()) {
        end(sample, known.get());
      } else {
        unknown.add(sample);
      }
    }
    return unknown;
  }

  /** Sends what no other run asks for, and waits, on no thread, for what another one does. */
  private void claimAndSend(List<Sample> samples) {
    if (journal.isEmpty()) {
      send(samples);
      return;
    }
    var unused =
        journal
            .get()
            .get()
            .claim(samples.stream().map(Sample::hash).toList())
            .thenAccept(
                claimed -> {
                  List<Sample> others = new ArrayList<>(samples);
                  others.removeIf(sample -> claimed.contains(sample.hash()));
                  send(samples.stream().filter(s -> claimed.contains(s.hash())).toList());
                  if (!others.isEmpty()) {
                    claimAndSend(endKnown(others));
                  }
                });
  }

  private void send(List<Sample> samples) {
    List<Sample> open = samples.stream().filter(sample -> !sample.result().isDone()).toList();
    int most = config.leftOut().contains("n") ? 1 : config.samplesPerRequest();
    for (List<Sample> together : Sample.inCalls(open, most)) {
      Call call = new Call(this, together, 0, List.of());
      pool().acquire(standing, call::isOver, call::attempt);
    }
  }

  /** Drops what is queued for a bundle; its calls under way may still be answered. */
  void cancel(Bundle bundle) {
    bundle.cancel();
    pool().serve();
  }

  /** The result, where nothing is to be sent for it. */
  private Optional<CallResult> withoutAsking(ModelRequest request) {
    Optional<ModelResponse> known = inJournal(request);
    if (known.isPresent()) {
      return Optional.of(
          CallResult.known(known.get(), known.get().defect(config.maxReplyCharacters())));
    }
    if (config.journalOnly()) {
      return Optional.of(
          CallResult.notSent(
              CallFailure.permanent(
                  "not_in_journal",
                  "the journal " + config.journal() + " has no response to " + request.hash())));
    }
    standing
        .verdict()
        .filter(verdict -> key.isOtherThan(verdict.key()))
        .ifPresent(verdict -> standing.forgive());
    return key.failure().or(this::stopped).map(CallResult::notSent);
  }

  /** Why no further request may be sent; empty if one may. */
  Optional<CallFailure> stopped() {
    return budget().reached().or(() -> standing.verdict().map(Standing.Verdict::failure));
  }

  /** Takes note that a server refuses whatever it is asked, which may end all. */
  void denied(Endpoint endpoint, Denial denial, Credentials refusedKey) {
    CallFailure failure =
        CallFailure.notRun(
            Limit.ENDPOINT,
            String.format(
                Locale.ROOT,
                "%s answers with status %d, and no call to it has worked: %s",
                endpoint.address(),
                denial.status(),
                denial.quote(new KeyMask(refusedKey))));
    if (standing.denied(endpoint, denial.kind(), failure, refusedKey)) {
      budget().stop(failure);
    }
  }

  private Optional<ModelResponse> inJournal(ModelRequest request) {
    Optional<byte[]> bytes = journal.flatMap(kept -> kept.get().find(request.hash()));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      // What broke is not kept any more, but was once.
      return Optional.of(ModelResponse.ofBytes(bytes.get()))
          .filter(response -> !response.isFailed());
    } catch (IOException e) {
      LOG.warn(
          "A response in the journal {} is not one of ours: {}", config.journal(), e.toString());
      return Optional.empty();
    }
  }

  ModelConfig config() {
    return config;
  }

  EndpointPool pool() {
    return pool.get();
  }

  Standing standing() {
    return standing;
  }

  Budget budget() {
    return budget.get();
  }

  CurrentKey key() {
    return key;
  }

  Stragglers stragglers() {
    return stragglers;
  }

  boolean isClosed() {
    return closed;
  }

  /** Takes note of an exchange that is to begin; false if none may any more. */
  boolean begin(Exchange exchange) {
    exchanges.add(exchange);
    return !closed;
  }

  void end(Exchange exchange) {
    exchanges.remove(exchange);
  }

  /** Keeps a response, if responses are kept. */
  void keep(Sample sample, ModelResponse response) {
    journal.ifPresent(kept -> kept.get().append(sample.hash(), response.toBytes()));
  }

  /** Tells all who wait for a sample what became of it. */
  void end(Sample sample, CallResult result) {
    inFlight.remove(sample.hash(), sample);
    journal.ifPresent(kept -> kept.get().release(sample.hash()));
    sample.result().complete(result);
  }

  /** Cuts off what is under way: nobody waits for it any more. */
  @Override
  public void close() {
    closed = true;
    exchanges.forEach(Exchange::cancel);
    inFlight.values().forEach(sample -> end(sample, CallResult.notSent(CallFailure.cancelled())));
    pool().serve();
    journal.ifPresent(Shared.Lease::close);
    pool.close();
    budget.close();
  }
}
