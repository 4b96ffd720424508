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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.caco.transforms.journal.Journal;
import org.caco.transforms.step.ContentHash;
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

  /** Bytes of a response's body; 200,000 tokens of text are about one MiB. */
  private static final int MAX_BODY = 8 << 20;

  private static final String GIVEN_UP =
      "no endpoint has answered for as long as a request may take";

  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

  private final ModelConfig config;
  private final EndpointPool pool;
  private final String key;
  private final CallFailure keyFailure;
  private final Optional<Journal> journal;
  private final Budget budget;

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
    try {
      read = config.apiKey().read();
    } catch (IOException e) {
      failure = CallFailure.permanent("key_missing", e.getMessage());
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
   * Finds the response in the journal, or waits for its turn, sends the request, and returns. The
   * result never fails.
   *
   * @throws IOException if the journal is full and cannot be written
   */
  CompletableFuture<CallResult> submit(ModelRequest request)
      throws InterruptedException, IOException {
    CompletableFuture<CallResult> result = new CompletableFuture<>();
    CompletableFuture<CallResult> other = IN_FLIGHT.putIfAbsent(request.hash(), result);
    if (other != null) {
      return other.thenApply(CallResult::asCached);
    }
    Call call = new Call(request, result);
    Optional<ModelResponse> known = inJournal(request);
    if (known.isPresent()) {
      call.end(known.get(), known.get().defect());
      return result.thenApply(CallResult::asCached);
    }
    if (config.journalOnly()) {
      call.end(
          null,
          CallFailure.permanent(
              "not_in_journal",
              "the journal " + config.journal() + " has no response to " + request.hash()));
      return result;
    }
    if (keyFailure != null) {
      call.end(null, keyFailure);
      return result;
    }
    Optional<CallFailure> reached = budget.reached();
    if (reached.isPresent()) {
      call.end(null, reached.get());
      return result;
    }
    try {
      pool.awaitRoom();
    } catch (InterruptedException e) {
      call.end(null, CallFailure.retryable("interrupted", "the bundle was cancelled"));
      throw e;
    }
    pool.acquire(call::attempt);
    return result;
  }

  private Optional<ModelResponse> inJournal(ModelRequest request) throws IOException {
    if (journal.isEmpty()) {
      return Optional.empty();
    }
    journal.get().makeRoom();
    Optional<byte[]> bytes = journal.get().find(request.hash());
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

  /** One request on its way through its attempts. At any time one thread has it. */
  private final class Call {
    private final ModelRequest request;
    private final CompletableFuture<CallResult> result;
    private final List<CallResult.Sent> sent = new ArrayList<>();
    private CallFailure last;
    private long start = System.nanoTime();
    private volatile long firstByte = start;

    private Call(ModelRequest request, CompletableFuture<CallResult> result) {
      this.request = request;
      this.result = result;
    }

    /** Sends the request if it is its turn. */
    private void attempt(Optional<EndpointPool.Lease> turn) {
      if (turn.isEmpty()) {
        end(null, last == null ? CallFailure.permanent("endpoint_unreachable", GIVEN_UP) : last);
        return;
      }
      EndpointPool.Lease lease = turn.get();
      Optional<CallFailure> limit = budget.takeCall();
      if (limit.isPresent()) {
        pool.giveBackUnused(lease);
        end(null, limit.get());
        return;
      }
      sent.add(new CallResult.Sent(lease.endpoint().address(), 0));
      start = System.nanoTime();
      firstByte = start;
      new Attempt(lease).send();
    }

    private void attemptAgain(Endpoint failed) {
      pool.acquireAgain(failed, this::attempt);
    }

    private HttpRequest http(Endpoint endpoint) {
      HttpRequest.Builder http =
          HttpRequest.newBuilder(endpoint.uri(request.path()))
              .header("Content-Type", "application/json")
              .header("Accept", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(request.body()));
      if (!key.isEmpty()) {
        http.header("Authorization", "Bearer " + key);
      }
      return http.build();
    }

    /** What becomes of one sending of the request: whatever comes first. */
    private final class Attempt {
      private final EndpointPool.Lease lease;
      private final AtomicBoolean settled = new AtomicBoolean();
      private volatile ScheduledFuture<?> timer;

      private Attempt(EndpointPool.Lease lease) {
        this.lease = lease;
      }

      private void send() {
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
          exchange = Http.CLIENT.sendAsync(http(lease.endpoint()), this::receive);
        } catch (RuntimeException e) {
          exchange = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<HttpResponse<byte[]>> sent = exchange;
        // The client's own time limit ends with the headers; a body may drip for ever.
        timer =
            Http.CLOCK.schedule(
                () -> sent.cancel(true), config.timeout().toMillis(), TimeUnit.MILLISECONDS);
        if (settled.get()) {
          timer.cancel(false);
        }
        var unused =
            sent.exceptionally(
                broken -> {
                  settle(null, null, broken);
                  return null;
                });
      }

      private BoundedBody receive(HttpResponse.ResponseInfo head) {
        firstByte = System.nanoTime();
        BoundedBody body = new BoundedBody(MAX_BODY);
        // Not at the end of the exchange, which costs another thread: the connection is free here.
        var unused = body.getBody().thenAccept(bytes -> settle(head, bytes, null));
        return body;
      }

      private void settle(HttpResponse.ResponseInfo head, byte[] body, Throwable broken) {
        if (settled.compareAndSet(false, true)) {
          ScheduledFuture<?> limit = timer;
          if (limit != null) {
            limit.cancel(false);
          }
          Call.this.settle(lease, head, body, broken);
        }
      }
    }

    /**
     * @param broken what kept the response from coming, or null
     */
    private void settle(
        EndpointPool.Lease lease, HttpResponse.ResponseInfo head, byte[] body, Throwable broken) {
      ModelResponse answer = null;
      CallFailure failure;
      try {
        if (broken != null) {
          failure = failureOf(broken);
        } else if (head.statusCode() == 200) {
          answer = ResponseReader.read(body);
          failure = answer.defect();
        } else {
          failure = ResponseReader.failure(head, body);
        }
      } catch (ResponseReader.UnreadableException e) {
        failure = e.failure();
      } catch (RuntimeException | StackOverflowError e) {
        failure = CallFailure.retryable("bad_response", e.toString());
      }
      if (answer != null) {
        // Before the turn goes to the next call, which must see what this one has spent.
        budget.spend(answer, config.price());
      }
      Endpoint endpoint = lease.endpoint();
      if (answer == null) {
        // What is wrong with an answer reads the same when it comes from the journal.
        failure = failure.withEvidence(endpoint.address() + ": " + hideKey(failure.evidence()));
      }
      pool.giveBack(
          lease,
          failure == null ? Endpoint.Outcome.ANSWERED : failure.outcome(),
          failure == null ? Duration.ZERO : failure.retryAfter(),
          answer == null ? 0 : answer.inputTokens() + answer.outputTokens());
      if (failure == null || !failure.retryable() || sent.size() >= config.maxAttempts()) {
        if (answer != null && journal.isPresent()) {
          journal.get().append(request.hash(), answer.toBytes());
        }
        end(answer, failure);
        return;
      }
      last = failure;
      long pause = pause(failure);
      if (failure.throttled()) {
        sent.set(sent.size() - 1, new CallResult.Sent(endpoint.address(), pause));
      }
      var unused = Http.CLOCK.schedule(() -> attemptAgain(endpoint), pause, TimeUnit.MILLISECONDS);
    }

    private long pause(CallFailure failure) {
      int doublings = Math.min(sent.size() - 1, 20);
      long longest = Math.min(MAX_BACKOFF.toMillis(), config.backoff().toMillis() << doublings);
      // Not a random number: the same run pauses the same.
      long jitter = ContentHash.number(request.hash(), Integer.toString(sent.size()));
      long backoff = longest - (longest / 2) * (jitter % 1024) / 1024;
      return Math.max(backoff, failure.retryAfter().toMillis());
    }

    private void end(ModelResponse answer, CallFailure failure) {
      long now = System.nanoTime();
      IN_FLIGHT.remove(request.hash(), result);
      result.complete(
          new CallResult(
              answer,
              failure,
              sent,
              TimeUnit.NANOSECONDS.toMillis(now - start),
              TimeUnit.NANOSECONDS.toMillis(firstByte - start),
              false));
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
