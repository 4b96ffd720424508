package org.caco.transforms.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One role's endpoint, model and parameters.
 *
 * @param role what the model is called for: unify, code, problem, solve, judge, or one's own
 * @param endpoints base addresses of servers that serve the same model, with or without {@code
 *     /v1}; {@code embedded:} is the embedded model inside the worker
 * @param model the model's name, as the server knows it
 * @param parameters what goes into every request beside model and messages, as JSON values by name
 *     (temperature, top_p, max_tokens, ...), sorted
 * @param maxInFlight calls in flight at once from one worker to these endpoints, for all roles
 *     together whose endpoints, limit, rates, backoff and timeout are the same; 1.25 to 1.5 times
 *     the worker's share of the servers' slots keeps them busy. It is reached step by step, and
 *     falls where a server asks for less
 * @param timeout from sending a request to the last byte of its answer; endpoints none of which has
 *     answered for that long are given up, until one answers. Where no call waits for its turn any
 *     more, one that takes twice as long as 99 of 100 have taken, and 5 seconds at least, is asked
 *     again before: a connection that hangs would keep all from ending
 * @param maxAttempts how often a request is sent before its record is rejected
 * @param backoff the pause after a first failed attempt, doubled after each further one up to 30
 *     seconds, less a jitter of up to half
 * @param apiKey where the key is found
 * @param journal the directory, on any file system that Beam knows, where responses are kept and
 *     looked for before they are asked for; empty for none
 * @param journalOnly whether nothing is sent, and a response that the journal lacks fails instead
 * @param price of the model's tokens
 * @param limits of the run
 * @param requestsPerMinute requests from one worker to these endpoints, 0 for any number
 * @param tokensPerMinute tokens of prompts and responses from one worker, 0 for any number; what a
 *     response took is known afterwards, so that the rate holds on average
 * @param samplesPerRequest samples of one prompt that a request asks for at most, as {@code n}. A
 *     server that takes no {@code n} is asked for each sample by itself then, and so is one for the
 *     samples that it leaves out. A response is the same in the journal, however it was asked for
 * @param retryTruncated whether an answer that was cut off at {@code max_tokens} is asked for once
 *     more with twice as many, and paid for twice
 */
public record ModelConfig(
    String role,
    List<String> endpoints,
    String model,
    SortedMap<String, Object> parameters,
    int maxInFlight,
    Duration timeout,
    int maxAttempts,
    Duration backoff,
    ApiKey apiKey,
    String journal,
    boolean journalOnly,
    Price price,
    Limits limits,
    int requestsPerMinute,
    int tokensPerMinute,
    int samplesPerRequest,
    boolean retryTruncated)
    implements Serializable {

  /** The address of the embedded model. */
  public static final String EMBEDDED = "embedded:";

  /** Parameters that the client sets itself. */
  private static final Set<String> RESERVED =
      Set.of("model", "messages", "prompt", "seed", "n", "stream");

  private static final Set<String> LENGTHS = Set.of("max_tokens", "max_completion_tokens");

  public ModelConfig {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(apiKey, "apiKey");
    Objects.requireNonNull(journal, "journal");
    Objects.requireNonNull(price, "price");
    Objects.requireNonNull(limits, "limits");
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("role " + role + " has no endpoint");
    }
    endpoints.forEach(ModelConfig::checkEndpoint);
    parameters = Json.freeze(parameters);
    for (String name : parameters.keySet()) {
      if (RESERVED.contains(name)) {
        throw new IllegalArgumentException("parameter " + name + " is set by the client");
      }
    }
    checkPositive("maxInFlight", maxInFlight);
    checkPositive("maxAttempts", maxAttempts);
    checkPositive("samplesPerRequest", samplesPerRequest);
    checkPositive("timeout", timeout.toMillis());
    checkPositive("backoff", backoff.toMillis());
    if (requestsPerMinute < 0 || tokensPerMinute < 0) {
      throw new IllegalArgumentException("a rate must not be negative");
    }
  }

  /**
   * The embedded model with the role's sampling parameters of the Caco method: unify at temperature
   * 0.6, code at 0.9 with 1,024 tokens, problem and solve at 0.7 with top_p 0.8, judge at 0. 64
   * calls in flight, 5 minutes a call, 6 attempts, half a second of backoff, no key, no journal,
   * one sample a request.
   */
  public static ModelConfig defaults(String role) {
    Map<String, Object> parameters =
        switch (role) {
          case "unify" -> Map.of("temperature", 0.6, "max_tokens", 2048);
          case "code" -> Map.of("temperature", 0.9, "max_tokens", 1024);
          case "problem" -> Map.of("temperature", 0.7, "top_p", 0.8, "max_tokens", 2048);
          case "solve" -> Map.of("temperature", 0.7, "top_p", 0.8, "max_tokens", 4096);
          case "judge" -> Map.of("temperature", 0.0, "max_tokens", 1024);
          default -> Map.of();
        };
    return new ModelConfig(
        role,
        List.of(EMBEDDED),
        "embedded",
        new TreeMap<>(parameters),
        64,
        Duration.ofMinutes(5),
        6,
        Duration.ofMillis(500),
        ApiKey.none(),
        "",
        false,
        Price.free(),
        Limits.none(),
        0,
        0,
        1,
        false);
  }

  /**
   * The {@link #defaults} of a role with another model at other addresses.
   *
   * @param endpoints one address, or several with commas between them
   */
  public static ModelConfig of(String role, String endpoints, String model) {
    List<String> addresses =
        Pattern.compile(",").splitAsStream(endpoints).map(String::strip).toList();
    return defaults(role).withEndpoints(addresses).withModel(model);
  }

  /** The same with other addresses. */
  public ModelConfig withEndpoints(List<String> endpoints) {
    return with(draft -> draft.endpoints = endpoints);
  }

  /** The same with another model. */
  public ModelConfig withModel(String model) {
    return with(draft -> draft.model = model);
  }

  /** The same with these parameters only. */
  public ModelConfig withParameters(Map<String, ?> parameters) {
    return with(draft -> draft.parameters = Json.freeze(parameters));
  }

  /**
   * The same with the parameters of a JSON object in addition, those set to null taken away.
   *
   * @param json such as {@code {"top_k": 20, "chat_template_kwargs": {"enable_thinking": false}}}
   * @throws IllegalArgumentException if it is no JSON object
   */
  public ModelConfig withParametersJson(String json) {
    Map<String, Object> added;
    try {
      added = Json.MAPPER.readValue(json, new TypeReference<TreeMap<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "parameters are not a JSON object: " + e.getOriginalMessage(), e);
    }
    if (added == null) {
      throw new IllegalArgumentException("parameters are not a JSON object: null");
    }
    TreeMap<String, Object> all = new TreeMap<>(parameters);
    all.putAll(added);
    all.values().removeIf(Objects::isNull);
    return withParameters(all);
  }

  /** The same with another number of calls in flight at once, per worker. */
  public ModelConfig withMaxInFlight(int maxInFlight) {
    return with(draft -> draft.maxInFlight = maxInFlight);
  }

  /** The same with another time limit of a request. */
  public ModelConfig withTimeout(Duration timeout) {
    return with(draft -> draft.timeout = timeout);
  }

  /** The same with another number of attempts. */
  public ModelConfig withMaxAttempts(int maxAttempts) {
    return with(draft -> draft.maxAttempts = maxAttempts);
  }

  /** The same with another first pause after a failed attempt. */
  public ModelConfig withBackoff(Duration backoff) {
    return with(draft -> draft.backoff = backoff);
  }

  /** The same with a key. */
  public ModelConfig withApiKey(ApiKey apiKey) {
    return with(draft -> draft.apiKey = apiKey);
  }

  /** The same with a journal in {@code directory}, or with none if it is empty. */
  public ModelConfig withJournal(String directory) {
    return with(draft -> draft.journal = directory);
  }

  /** The same, but sending nothing if {@code journalOnly}. */
  public ModelConfig withJournalOnly(boolean journalOnly) {
    return with(draft -> draft.journalOnly = journalOnly);
  }

  /** The same with another price. */
  public ModelConfig withPrice(Price price) {
    return with(draft -> draft.price = price);
  }

  /** The same with other limits. */
  public ModelConfig withLimits(Limits limits) {
    return with(draft -> draft.limits = limits);
  }

  /** The same with other rates per minute and worker; 0 is any number. */
  public ModelConfig withRates(int requestsPerMinute, int tokensPerMinute) {
    return with(
        draft -> {
          draft.requestsPerMinute = requestsPerMinute;
          draft.tokensPerMinute = tokensPerMinute;
        });
  }

  /** The same with another number of samples that a request asks for at most. */
  public ModelConfig withSamplesPerRequest(int samplesPerRequest) {
    return with(draft -> draft.samplesPerRequest = samplesPerRequest);
  }

  /** The same, but asking once more for what was cut off if {@code retryTruncated}. */
  public ModelConfig withRetryTruncated(boolean retryTruncated) {
    return with(draft -> draft.retryTruncated = retryTruncated);
  }

  /** The same with twice as many tokens an answer, where their number is set. */
  Optional<ModelConfig> longer() {
    TreeMap<String, Object> longer = new TreeMap<>(parameters);
    for (String name : LENGTHS) {
      longer.computeIfPresent(
          name, (key, value) -> value instanceof Number tokens ? 2 * tokens.longValue() : value);
    }
    return longer.equals(parameters) ? Optional.empty() : Optional.of(withParameters(longer));
  }

  private ModelConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /** A configuration that can still be changed, so that each wither names only what it changes. */
  private static final class Draft {
    private final String role;
    private List<String> endpoints;
    private String model;
    private SortedMap<String, Object> parameters;
    private int maxInFlight;
    private Duration timeout;
    private int maxAttempts;
    private Duration backoff;
    private ApiKey apiKey;
    private String journal;
    private boolean journalOnly;
    private Price price;
    private Limits limits;
    private int requestsPerMinute;
    private int tokensPerMinute;
    private int samplesPerRequest;
    private boolean retryTruncated;

    Draft(ModelConfig config) {
      role = config.role;
      endpoints = config.endpoints;
      model = config.model;
      parameters = config.parameters;
      maxInFlight = config.maxInFlight;
      timeout = config.timeout;
      maxAttempts = config.maxAttempts;
      backoff = config.backoff;
      apiKey = config.apiKey;
      journal = config.journal;
      journalOnly = config.journalOnly;
      price = config.price;
      limits = config.limits;
      requestsPerMinute = config.requestsPerMinute;
      tokensPerMinute = config.tokensPerMinute;
      samplesPerRequest = config.samplesPerRequest;
      retryTruncated = config.retryTruncated;
    }

    ModelConfig build() {
      return new ModelConfig(
          role,
          endpoints,
          model,
          parameters,
          maxInFlight,
          timeout,
          maxAttempts,
          backoff,
          apiKey,
          journal,
          journalOnly,
          price,
          limits,
          requestsPerMinute,
          tokensPerMinute,
          samplesPerRequest,
          retryTruncated);
    }
  }

  private static void checkEndpoint(String endpoint) {
    if (EmbeddedEndpoint.isEmbedded(endpoint)) {
      return;
    }
    URI uri;
    try {
      uri = URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("endpoint " + endpoint + " is not a URL", e);
    }
    boolean http =
        ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getHost() != null;
    if (!http) {
      throw new IllegalArgumentException(
          "endpoint " + endpoint + " is neither http://HOST, https://HOST nor " + EMBEDDED);
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "an endpoint's address must not hold a password: name an environment variable or a file");
    }
  }

  private static void checkPositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, is " + value);
    }
  }
}
