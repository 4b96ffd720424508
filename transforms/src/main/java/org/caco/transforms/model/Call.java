package org.caco.transforms.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.caco.hash.ContentHash;
import org.jspecify.annotations.Nullable;

/** One request of a client on its way through its attempts. At any time one thread has it. */
final class Call {
  /** Failures of a request for several samples that one for a single sample may not meet. */
  private static final Set<String> REFUSE_SEVERAL =
      Set.of("http_400", "http_422", "http_501", CallFailure.TOO_LONG);

  /** Failures after which another key may be there. */
  private static final Set<String> REFUSED_KEY = Set.of("http_401", "http_403");

  /** Parameters that a server may refuse one after the other. */
  private static final int MAX_REFUSALS = 8;

  private static final String GIVEN_UP =
      "no endpoint has answered for as long as a request may take";

  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

  private final ModelClient client;
  private final ModelConfig config;
  private final EndpointPool pool;
  private final List<Sample> samples;
  // Attempts that no result accounts for yet.
  private final List<CallResult.Sent> sent;
  private int attempts;
  private int refusals;
  private int givenUp;
  private volatile boolean straggles;
  private String address = "";
  private Credentials key = Credentials.NONE;
  // What the server at hand is not told, and what of it is not yet known to help.
  private Adaptation adaptation = Adaptation.NONE;
  private Adaptation onTrial = Adaptation.NONE;
  private final Set<String> names = new HashSet<>();
  private @Nullable CallFailure last;
  private @Nullable Exchange exchange;
  private long start;

  /**
   * @param attempts how many of those that {@link ModelConfig#maxAttempts} allows are made
   * @param sent attempts for which these samples account
   */
  Call(ModelClient client, List<Sample> samples, int attempts, List<CallResult.Sent> sent) {
    this.client = client;
    this.config = client.config();
    this.pool = client.pool();
    this.samples = samples;
    this.sent = new ArrayList<>(sent);
    this.attempts = attempts;
  }

  /** Whether it needs no turn any more. */
  boolean isOver() {
    return client.isClosed() || !isWanted() || client.stopped().isPresent();
  }

  private boolean isWanted() {
    return samples.stream().anyMatch(Sample::isWanted);
  }

  /** Sends the request if it is its turn. */
  void attempt(Optional<EndpointPool.Lease> turn) {
    if (turn.isEmpty()) {
      CallFailure unreachable =
          last == null ? CallFailure.permanent("endpoint_unreachable", GIVEN_UP) : last;
      endAll(
          client.isClosed() || !isWanted()
              ? CallFailure.cancelled()
              : client.stopped().orElse(unreachable));
      return;
    }
    EndpointPool.Lease lease = turn.get();
    adaptation = client.standing().adaptation(lease.endpoint()).and(onTrial);
    if (samples.size() > 1 && adaptation.lacks("n")) {
      pool.giveBackUnused(lease);
      askOneByOne(samples, attempts, lease.endpoint());
      return;
    }
    Exchange sending =
        new Exchange(
            pool.http(),
            config.maxBodyBytes(samples.size()),
            new Exchange.Wait(config.timeout(), patience(lease), () -> giveUp(lease)),
            (reply, broken, firstByte) -> settle(lease, reply, broken, firstByte));
    Optional<CallFailure> unsent =
        client.begin(sending) ? client.budget().takeCall() : Optional.of(CallFailure.cancelled());
    if (unsent.isPresent()) {
      client.end(sending);
      pool.giveBackUnused(lease);
      endAll(unsent.get());
      return;
    }
    exchange = sending;
    address = lease.endpoint().address();
    sent.add(new CallResult.Sent(address, attempts + refusals > 0, 0, adaptation.inWords()));
    attempts++;
    straggles = false;
    start = System.nanoTime();
    try {
      sending.send(http(lease.endpoint()));
    } catch (RuntimeException e) {
      settle(lease, null, e, start);
    }
  }

  /** All wait for a probe, so each one gets no more than calls usually take, and twice the last. */
  private Duration patience(EndpointPool.Lease lease) {
    if (lease.probe()) {
      return client.stragglers().since(lease.failedProbes(), config.timeout());
    }
    return attempts + 1 < config.maxAttempts()
        ? client.stragglers().since(givenUp, config.timeout())
        : config.timeout();
  }

  private boolean giveUp(EndpointPool.Lease lease) {
    straggles = lease.probe() || pool.mayGiveUp();
    return straggles;
  }

  private HttpRequest http(Endpoint endpoint) {
    ModelRequest first = samples.get(0).request();
    ObjectNode body = first.body(samples.size(), adaptation);
    names.clear();
    body.fieldNames().forEachRemaining(names::add);
    HttpRequest.Builder http =
        HttpRequest.newBuilder(pool.uri(endpoint, first.part()))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    key = client.key().get();
    if (!EmbeddedEndpoint.isEmbedded(endpoint.address())) {
      key.addTo(http);
    }
    return http.build();
  }

  private void settle(
      EndpointPool.Lease lease,
      Exchange.@Nullable Reply reply,
      @Nullable Throwable broken,
      long firstByte) {
    client.end(Objects.requireNonNull(exchange));
    List<Optional<ModelResponse>> responses = List.of();
    CallFailure failure = null;
    long spent = 0;
    try {
      if (broken instanceof CancellationException && straggles) {
        givenUp++;
        client.stragglers().took(millisSinceStart());
        failure = CallFailure.retryable("timeout", "no answer for far longer than others took");
      } else if (reply == null) {
        failure = failureOf(Objects.requireNonNull(broken));
      } else if (reply.head().statusCode() == 200) {
        responses = ResponseReader.read(reply.body(), samples.size());
      } else {
        ErrorReply error = ErrorReply.of(reply.head().statusCode(), reply.body());
        if (askedOtherwise(lease, error)) {
          return;
        }
        failure = error.explain(ResponseReader.failure(reply.head(), reply.body()));
      }
    } catch (ResponseReader.UnreadableException e) {
      failure = e.failure();
      // It has its price all the same.
      spent = client.budget().spend(e.inputTokens(), e.outputTokens(), config.price());
    } catch (RuntimeException | StackOverflowError e) {
      failure = CallFailure.retryable("bad_response", e.toString());
    }
    Endpoint endpoint = lease.endpoint();
    if (failure != null) {
      fail(lease, failure, spent);
      return;
    }
    // Before the turn goes to the next call, which must see what this one has spent.
    for (ModelResponse response : responses.stream().flatMap(Optional::stream).toList()) {
      spent +=
          client.budget().spend(response.inputTokens(), response.outputTokens(), config.price());
    }
    client.stragglers().took(millisSinceStart());
    client.standing().worked(endpoint, onTrial);
    pool.giveBack(lease, Endpoint.Outcome.ANSWERED, Duration.ZERO, spent);
    take(responses, endpoint, firstByte);
  }

  /** Asks again without a parameter that the server refuses by name; false if it refuses none. */
  private boolean askedOtherwise(EndpointPool.Lease lease, ErrorReply reply) {
    Optional<ParameterRefusal> refusal =
        refusals < MAX_REFUSALS ? ParameterRefusal.in(reply, names) : Optional.empty();
    if (refusal.isEmpty()) {
      return false;
    }
    refusals++;
    // It was no attempt at what is asked for now.
    attempts--;
    onTrial = onTrial.with(refusal.get());
    pool.giveBack(lease, Endpoint.Outcome.ANSWERED, Duration.ZERO, 0);
    pool.acquireAgain(client.standing(), lease.endpoint(), this::isOver, this::attempt);
    return true;
  }

  /** Ends an attempt that failed, and tries again if that may help. */
  private void fail(EndpointPool.Lease lease, CallFailure failure, long spent) {
    Endpoint endpoint = lease.endpoint();
    last = failure.from(endpoint.address(), new KeyMask(key));
    if (failure.denial() != null) {
      // Before the turn goes to the next call, which may be one too many.
      client.denied(endpoint, failure.denial(), key);
    }
    // That we give up a call is not the server's word.
    Endpoint.Outcome outcome = straggles ? Endpoint.Outcome.UNCLEAR : failure.outcome();
    pool.giveBack(lease, outcome, failure.retryAfter(), spent);
    boolean mayHelp =
        failure.retryable()
            || (REFUSED_KEY.contains(failure.reason()) && client.key().isOtherThan(key));
    if (client.isClosed() || !isWanted()) {
      endAll(CallFailure.cancelled());
    } else if (mayHelp && attempts < config.maxAttempts()) {
      long pause = pause(failure);
      if (failure.throttled()) {
        sent.set(sent.size() - 1, sent.get(sent.size() - 1).withThrottledMillis(pause));
      }
      var unused =
          pool.http()
              .after(
                  pause,
                  TimeUnit.MILLISECONDS,
                  () ->
                      pool.acquireAgain(client.standing(), endpoint, this::isOver, this::attempt));
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
      client.keep(sample, response);
      // What is wrong with an answer reads the same when it comes from the journal.
      end(sample, response, response.defect(config.maxReplyCharacters()), firstByte);
    }
    if (missing.isEmpty()) {
      return;
    }
    last =
        CallFailure.retryable(
            "bad_response",
            String.format(
                Locale.ROOT,
                "%s: %d of %d choices are missing",
                address,
                missing.size(),
                samples.size()));
    if (attempts < config.maxAttempts()) {
      askOneByOne(missing, attempts, endpoint);
    } else {
      missing.forEach(sample -> end(sample, null, last, start));
    }
  }

  private void askOneByOne(List<Sample> samples, int attempts, Endpoint failed) {
    for (Sample sample : samples) {
      Call single = new Call(client, List.of(sample), attempts, unaccounted());
      single.onTrial = onTrial;
      pool.acquireAgain(client.standing(), failed, single::isOver, single::attempt);
    }
  }

  private long pause(CallFailure failure) {
    int doublings = Math.min(attempts - 1, 20);
    long longest = Math.min(MAX_BACKOFF.toMillis(), config.backoff().toMillis() << doublings);
    // Not a random number: the same run pauses the same.
    String hash = samples.get(0).hash();
    long jitter = ContentHash.number(hash, Integer.toString(attempts));
    long backoff = longest - (longest / 2) * (jitter % 1024) / 1024;
    return Math.max(backoff, failure.retryAfter().toMillis());
  }

  private void endAll(CallFailure failure) {
    samples.forEach(sample -> end(sample, null, failure, start));
  }

  private void end(
      Sample sample,
      @Nullable ModelResponse response,
      @Nullable CallFailure failure,
      long firstByte) {
    client.end(
        sample,
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

  private CallFailure failureOf(Throwable broken) {
    Throwable cause = broken;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof CancellationException) {
      return CallFailure.retryable("timeout", "no whole answer within " + config.timeout());
    }
    if (cause instanceof BoundedBody.TooLargeException) {
      return CallFailure.permanent(CallFailure.TOO_LONG, String.valueOf(cause.getMessage()));
    }
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return CallFailure.retryable("endpoint_unreachable", describe(cause));
    }
    return CallFailure.retryable("connection_broken", describe(cause));
  }

  static String describe(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
