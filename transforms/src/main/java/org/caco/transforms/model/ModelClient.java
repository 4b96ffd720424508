package org.caco.transforms.model;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.caco.hash.ContentHash;
import org.caco.transforms.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests and tries again. One per JVM and configuration; no thread waits for a response.
 * Two requests with the same hash that are in flight at once become one.
 */
final class ModelClient {
  private static final Logger LOG = LoggerFactory.getLogger(ModelClient.class);

  private static final Map<ModelConfig, ModelClient> CLIENTS = new ConcurrentHashMap<>();
  private static final Map<String, CompletableFuture<CallResult>> IN_FLIGHT =
      new ConcurrentHashMap<>();

  /** Failures of a request for several samples that one for a single sample may not meet. */
  private static final Set<String> REFUSE_SEVERAL = Set.of("http_400", "http_422", "http_501");

  private static final String GIVEN_UP =
      "no endpoint has answered for as long as a request may take";

  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

  private static final int KEY_TRIES = 3;
  private static final Duration KEY_PAUSE = Duration.ofSeconds(1);

  private final ModelConfig config;
  private final EndpointPool pool;
  private final String key;
  private final CallFailure keyFailure;
  private final Optional<Journal> journal;
  private final Budget budget;
  private final Stragglers stragglers = new Stragglers();

  private ModelClient(ModelConfig config) {
    this.config = config;
    pool = EndpointPool.shared(config);
    budget = Budget.shared(config.limits());
    journal =
        config.journal().isEmpty()
            ? Optional.empty()
            : Optional.of(Journal.shared(config.journal()));
    String read = "";
    CallFailure failure = null;
    for (int tries = KEY_TRIES; tries > 0; tries--) {
      try {
        read = config.apiKey().read();
        failure = null;
        break;
      } catch (IOException e) {
        failure = CallFailure.permanent("key_missing", e.getMessage());
        if (config.apiKey().source() != ApiKey.Source.FILE) {
          break;
        }
        // The worker would reject all its records for one bad moment of the file system.
        LockSupport.parkNanos(KEY_PAUSE.toNanos());
      }
    }
    key = read;
    keyFailure = failure;
  }

  static ModelClient shared(ModelConfig config) {
    return CLIENTS.computeIfAbsent(config, ModelClient::new);
  }

  /** Looks for what other workers have journalled. */
  void refresh() {
    try {
      if (journal.isPresent()) {
        journal.get().refresh();
      }
    } catch (IOException e) {
      LOG.warn("The journal {} cannot be listed: {}", config.journal(), e.toString());
    }
  }

  /** Returns when all responses that were given out are in the journal. */
  void flush() throws IOException {
    if (journal.isPresent()) {
      journal.get().flush();
    }
  }

  /**
   * Finds the responses in the journal, or waits for a turn, sends the requests, and returns. The
   * results come in the order of the samples and never fail.
   *
   * @param requests for samples of one prompt, in their order
   * @throws IOException if the journal is full and cannot be written
   */
  List<CompletableFuture<CallResult>> submit(List<ModelRequest> requests)
      throws InterruptedException, IOException {
    if (journal.isPresent()) {
      journal.get().makeRoom();
    }
    List<CompletableFuture<CallResult>> results = new ArrayList<>();
    List<Sample> toAsk = new ArrayList<>();
    for (ModelRequest request : requests) {
      Sample sample = new Sample(request, new CompletableFuture<>());
      CompletableFuture<CallResult> other = IN_FLIGHT.putIfAbsent(request.hash(), sample.result());
      if (other != null) {
        results.add(other.thenApply(CallResult::asCached));
        continue;
      }
      results.add(sample.result());
      Optional<CallResult> known = withoutAsking(request);
      if (known.isPresent()) {
        sample.end(known.get());
      } else {
        toAsk.add(sample);
      }
    }
    List<List<Sample>> calls = Sample.inCalls(toAsk, config.samplesPerRequest());
    for (int i = 0; i < calls.size(); i++) {
      try {
        pool.awaitRoom();
      } catch (InterruptedException e) {
        CallFailure interrupted = CallFailure.retryable("interrupted", "the bundle was cancelled");
        calls.subList(i, calls.size()).stream()
            .flatMap(List::stream)
            .forEach(sample -> sample.end(CallResult.notSent(interrupted)));
        throw e;
      }
      pool.acquire(this::isOver, new Call(calls.get(i), 0, List.of())::attempt);
    }
    return results;
  }

  /** Whether a limit keeps all that waits from being sent. */
  private boolean isOver() {
    return budget.reached().isPresent();
  }

  /** The result, where nothing is to be sent for it. */
  private Optional<CallResult> withoutAsking(ModelRequest request) {
    Optional<ModelResponse> known = inJournal(request);
    if (known.isPresent()) {
      return Optional.of(CallResult.known(known.get()));
    }
    if (config.journalOnly()) {
      return Optional.of(
          CallResult.notSent(
              CallFailure.permanent(
                  "not_in_journal",
                  "the journal " + config.journal() + " has no response to " + request.hash())));
    }
    if (keyFailure != null) {
      return Optional.of(CallResult.notSent(keyFailure));
    }
    return budget.reached().map(CallResult::notSent);
  }

  private Optional<ModelResponse> inJournal(ModelRequest request) {
    Optional<byte[]> bytes = journal.flatMap(kept -> kept.find(request.hash()));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ModelResponse.ofBytes(bytes.get()));
    } catch (IOException e) {
      LOG.warn(
          "A response in the journal {} is not one of ours: {}", config.journal(), e.toString());
      return Optional.empty();
    }
  }

  /** A sample that is asked for, and who waits for it. */
  private record Sample(ModelRequest request, CompletableFuture<CallResult> result) {
    void end(CallResult ended) {
      IN_FLIGHT.remove(request.hash(), result);
      result.complete(ended);
    }

    /** Parts samples into requests, each for samples that follow each other. */
    static List<List<Sample>> inCalls(List<Sample> samples, int most) {
      List<List<Sample>> calls = new ArrayList<>();
      int next = -1;
      for (Sample sample : samples) {
        int index = sample.request().call().getSampleIndex();
        List<Sample> last = calls.isEmpty() ? List.of() : calls.get(calls.size() - 1);
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

  /** One request on its way through its attempts. At any time one thread has it. */
  private final class Call {
    private final List<Sample> samples;
    // Attempts that no result accounts for yet.
    private final List<CallResult.Sent> sent;
    private int attempts;
    private int givenUp;
    private volatile boolean straggles;
    private String address = "";
    private CallFailure last;
    private long start;

    /**
     * @param attempts how many of those that {@link ModelConfig#maxAttempts} allows are made
     * @param sent attempts for which these samples account
     */
    private Call(List<Sample> samples, int attempts, List<CallResult.Sent> sent) {
      this.samples = samples;
      this.sent = new ArrayList<>(sent);
      this.attempts = attempts;
    }

    /** Sends the request if it is its turn. */
    private void attempt(Optional<EndpointPool.Lease> turn) {
      if (turn.isEmpty()) {
        CallFailure unreachable =
            last == null ? CallFailure.permanent("endpoint_unreachable", GIVEN_UP) : last;
        endAll(budget.reached().orElse(unreachable));
        return;
      }
      EndpointPool.Lease lease = turn.get();
      Optional<CallFailure> limit = budget.takeCall();
      if (limit.isPresent()) {
        pool.giveBackUnused(lease);
        endAll(limit.get());
        return;
      }
      address = lease.endpoint().address();
      sent.add(new CallResult.Sent(address, attempts > 0, 0));
      attempts++;
      straggles = false;
      start = System.nanoTime();
      try {
        Exchange.send(
            http(lease.endpoint()),
            new Exchange.Wait(config.timeout(), patience(lease), () -> giveUp(lease)),
            (head, body, broken, firstByte) -> settle(lease, head, body, broken, firstByte));
      } catch (RuntimeException e) {
        settle(lease, null, null, e, start);
      }
    }

    /**
     * All wait for a probe, so each one gets no more than calls usually take, and twice the last.
     */
    private Duration patience(EndpointPool.Lease lease) {
      if (lease.probe()) {
        return stragglers.since(lease.failedProbes(), config.timeout());
      }
      return attempts < config.maxAttempts()
          ? stragglers.since(givenUp, config.timeout())
          : config.timeout();
    }

    private boolean giveUp(EndpointPool.Lease lease) {
      straggles = lease.probe() || pool.mayGiveUp();
      return straggles;
    }

    private HttpRequest http(Endpoint endpoint) {
      ModelRequest first = samples.get(0).request();
      HttpRequest.Builder http =
          HttpRequest.newBuilder(endpoint.uri(first.path()))
              .header("Content-Type", "application/json")
              .header("Accept", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(first.body(samples.size())));
      if (!key.isEmpty()) {
        http.header("Authorization", "Bearer " + key);
      }
      return http.build();
    }

    private void settle(
        EndpointPool.Lease lease,
        HttpResponse.ResponseInfo head,
        byte[] body,
        Throwable broken,
        long firstByte) {
      List<Optional<ModelResponse>> responses = List.of();
      CallFailure failure = null;
      long spent = 0;
      try {
        if (broken instanceof CancellationException && straggles) {
          givenUp++;
          stragglers.took(millisSinceStart());
          failure = CallFailure.retryable("timeout", "no answer for far longer than others took");
        } else if (broken != null) {
          failure = failureOf(broken);
        } else if (head.statusCode() == 200) {
          responses = ResponseReader.read(body, samples.size());
        } else {
          failure = ResponseReader.failure(head, body);
        }
      } catch (ResponseReader.UnreadableException e) {
        failure = e.failure();
        // It has its price all the same.
        spent = budget.spend(e.inputTokens(), e.outputTokens(), config.price());
      } catch (RuntimeException | StackOverflowError e) {
        failure = CallFailure.retryable("bad_response", e.toString());
      }
      Endpoint endpoint = lease.endpoint();
      if (failure == null) {
        // Before the turn goes to the next call, which must see what this one has spent.
        for (ModelResponse response : responses.stream().flatMap(Optional::stream).toList()) {
          spent += budget.spend(response.inputTokens(), response.outputTokens(), config.price());
        }
        stragglers.took(millisSinceStart());
        pool.giveBack(lease, Endpoint.Outcome.ANSWERED, Duration.ZERO, spent);
        take(responses, endpoint, firstByte);
        return;
      }
      last = failure.withEvidence(endpoint.address() + ": " + hideKey(failure.evidence()));
      // That we give up a call is not the server's word.
      Endpoint.Outcome outcome = straggles ? Endpoint.Outcome.UNCLEAR : failure.outcome();
      pool.giveBack(lease, outcome, failure.retryAfter(), spent);
      if (failure.retryable() && attempts < config.maxAttempts()) {
        long pause = pause(failure);
        if (failure.throttled()) {
          sent.set(sent.size() - 1, sent.get(sent.size() - 1).withThrottledMillis(pause));
        }
        var unused =
            Http.CLOCK.schedule(
                () -> pool.acquireAgain(endpoint, ModelClient.this::isOver, this::attempt),
                pause,
                TimeUnit.MILLISECONDS);
      } else if (samples.size() > 1 && REFUSE_SEVERAL.contains(failure.reason())) {
        askOneByOne(samples, 0, endpoint);
      } else {
        endAll(last);
      }
    }

    /** Ends the samples that came, and asks for each of the others by itself. */
    private void take(List<Optional<ModelResponse>> responses, Endpoint endpoint, long firstByte) {
      List<Sample> missing = new ArrayList<>();
      for (int i = 0; i < responses.size(); i++) {
        Sample sample = samples.get(i);
        if (responses.get(i).isEmpty()) {
          missing.add(sample);
          continue;
        }
        ModelResponse response = responses.get(i).get();
        journal.ifPresent(kept -> kept.append(sample.request().hash(), response.toBytes()));
        // What is wrong with an answer reads the same when it comes from the journal.
        end(sample, response, response.defect(), firstByte);
      }
      if (missing.isEmpty()) {
        return;
      }
      last =
          CallFailure.retryable(
              "bad_response",
              String.format(
                  "%s: %d of %d choices are missing", address, missing.size(), samples.size()));
      if (attempts < config.maxAttempts()) {
        askOneByOne(missing, attempts, endpoint);
      } else {
        missing.forEach(sample -> end(sample, null, last, start));
      }
    }

    private void askOneByOne(List<Sample> samples, int attempts, Endpoint failed) {
      for (Sample sample : samples) {
        pool.acquireAgain(
            failed,
            ModelClient.this::isOver,
            new Call(List.of(sample), attempts, unaccounted())::attempt);
      }
    }

    private long pause(CallFailure failure) {
      int doublings = Math.min(attempts - 1, 20);
      long longest = Math.min(MAX_BACKOFF.toMillis(), config.backoff().toMillis() << doublings);
      // Not a random number: the same run pauses the same.
      String hash = samples.get(0).request().hash();
      long jitter = ContentHash.number(hash, Integer.toString(attempts));
      long backoff = longest - (longest / 2) * (jitter % 1024) / 1024;
      return Math.max(backoff, failure.retryAfter().toMillis());
    }

    private void endAll(CallFailure failure) {
      samples.forEach(sample -> end(sample, null, failure, start));
    }

    private void end(Sample sample, ModelResponse response, CallFailure failure, long firstByte) {
      sample.end(
          new CallResult(
              response,
              failure,
              unaccounted(),
              address,
              millisSinceStart(),
              TimeUnit.NANOSECONDS.toMillis(firstByte - start),
              false));
    }

    private long millisSinceStart() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** The attempts, for one sample to account for. */
    private List<CallResult.Sent> unaccounted() {
      List<CallResult.Sent> taken = List.copyOf(sent);
      sent.clear();
      return taken;
    }
  }

  private CallFailure failureOf(Throwable broken) {
    Throwable cause = broken;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof CancellationException) {
      return CallFailure.retryable("timeout", "no whole answer within " + config.timeout());
    }
    if (cause instanceof BoundedBody.TooLargeException) {
      return CallFailure.retryable("bad_response", cause.getMessage());
    }
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return CallFailure.retryable("endpoint_unreachable", describe(cause));
    }
    return CallFailure.retryable("connection_broken", describe(cause));
  }

  /** A server may send back what it was sent. */
  private String hideKey(String text) {
    return key.isEmpty() ? text : text.replace(key, "[key]");
  }

  static String describe(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
