package org.caco.transforms.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.display.HasDisplayData;

/**
 * One role's endpoint, model and parameters. {@link Builder} says of each setting what it means,
 * its unit, range and default.
 *
 * <pre>{@code
 * ModelConfig config =
 *     ModelConfig.of("solve", "http://host:8000", "m").toBuilder()
 *         .setMaxInFlight(128)
 *         .mergeParameters("{\"top_k\": 20}")
 *         .build();
 * }</pre>
 */
@AutoValue
public abstract class ModelConfig implements HasDisplayData, Serializable {

  /** The address of the embedded model. */
  public static final String EMBEDDED = "embedded:";

  private static final int MAX_BODY = 32 << 20;
  private static final int BODY_SLACK = 1 << 20;

  /** Parameters that the client sets itself. */
  private static final Set<String> RESERVED =
      Set.of("model", "messages", "prompt", "seed", "n", "stream");

  /** The parameter that says in which form the reply is wanted. */
  static final String FORMAT = "response_format";

  /** Those of them that a server may do without. */
  private static final Set<String> DISPENSABLE = Set.of("seed", "n", "stream", FORMAT);

  private static final Set<String> LENGTHS = Set.of("max_tokens", "max_completion_tokens");

  public abstract String role();

  public abstract List<String> endpoints();

  public abstract String model();

  public abstract SortedMap<String, Object> parameters();

  public abstract Set<String> leftOut();

  public abstract int maxInFlight();

  public abstract Duration timeout();

  public abstract int maxAttempts();

  public abstract Duration backoff();

  public abstract ApiKey apiKey();

  public abstract boolean allowPlainHttpKeys();

  public abstract String journal();

  public abstract boolean journalOnly();

  public abstract Price price();

  public abstract Limits limits();

  public abstract int requestsPerMinute();

  public abstract int tokensPerMinute();

  public abstract int samplesPerRequest();

  public abstract boolean retryTruncated();

  public abstract int repairReplies();

  public abstract String format();

  public abstract int maxReplyCharacters();

  /** A builder that starts from these settings. */
  public abstract Builder toBuilder();

  /** All defaults, for {@code role}: the embedded model with the role's sampling parameters. */
  public static ModelConfig defaults(String role) {
    return new AutoValue_ModelConfig.Builder()
        .setRole(role)
        .setMaxReplyCharacters(RoleDefaults.maxReplyCharacters(role))
        .setEndpoints(List.of(EMBEDDED))
        .setModel("embedded")
        .setParameters(RoleDefaults.parameters(role))
        .setLeftOut(Set.of())
        .setMaxInFlight(64)
        .setTimeout(Duration.ofMinutes(5))
        .setMaxAttempts(6)
        .setBackoff(Duration.ofMillis(500))
        .setApiKey(ApiKey.none())
        .setAllowPlainHttpKeys(false)
        .setJournal("")
        .setJournalOnly(false)
        .setPrice(Price.free())
        .setLimits(Limits.none())
        .setRequestsPerMinute(0)
        .setTokensPerMinute(0)
        .setSamplesPerRequest(1)
        .setRetryTruncated(false)
        .setRepairReplies(1)
        .setFormat("")
        .build();
  }

  /**
   * The {@link #defaults} of a role with another model at other addresses.
   *
   * @param endpoints one address, or several with commas between them
   */
  public static ModelConfig of(String role, String endpoints, String model) {
    List<String> each = Pattern.compile(",").splitAsStream(endpoints).map(String::strip).toList();
    return defaults(role).toBuilder().setEndpoints(each).setModel(model).build();
  }

  /**
   * Bytes of a response's body that are read: what so many replies can take, each character written
   * as an escape of six, and room for what servers say besides. 64 at once of the longest by
   * default come to some 100 MB.
   */
  int maxBodyBytes(int samples) {
    return (int) Math.min(MAX_BODY, BODY_SLACK + 6L * samples * maxReplyCharacters());
  }

  /** Shows what the answers depend on; of addresses no query, which may hold a key. */
  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    List<String> addresses =
        endpoints().stream().map(address -> address.replaceFirst("\\?.*", "")).toList();
    builder
        .add(DisplayData.item("role", role()))
        .add(DisplayData.item("model", model()))
        .add(DisplayData.item("endpoints", String.join(", ", addresses)))
        .add(DisplayData.item("parameters", Json.text(parameters())))
        .add(DisplayData.item("maxInFlight", maxInFlight()));
  }

  /** The same with twice as many tokens an answer, where their number is set. */
  Optional<ModelConfig> longer() {
    TreeMap<String, Object> longer = new TreeMap<>(parameters());
    for (String name : LENGTHS) {
      longer.computeIfPresent(
          name, (key, value) -> value instanceof Number tokens ? 2 * tokens.longValue() : value);
    }
    return longer.equals(parameters())
        ? Optional.empty()
        : Optional.of(toBuilder().setParameters(longer).build());
  }

  /** Changes settings; {@link #build} checks them. */
  @AutoValue.Builder
  public abstract static class Builder {
    abstract Builder setRole(String role);

    /**
     * Addresses of servers that serve the same model, {@code http://} or {@code https://}, at least
     * one; {@value ModelConfig#EMBEDDED} is the embedded model inside the worker. One that has a
     * version, as {@code /v1} or {@code /v1beta/openai}, names a deployment of Azure or ends in
     * {@code /chat/completions} is used as it stands; below any other the API is at {@code /v1}. A
     * query stays at the end. Default: the embedded model.
     */
    public abstract Builder setEndpoints(List<String> endpoints);

    /** The model's name, as the server knows it. Default: {@code embedded}. */
    public abstract Builder setModel(String model);

    abstract Builder setParameters(SortedMap<String, Object> parameters);

    abstract Builder setLeftOut(Set<String> names);

    /**
     * What goes into every request beside model, messages, seed and number of samples, as JSON
     * values by name: these only. Defaults by role, those of the Caco method: unify at temperature
     * 0.6 with 2,048 tokens, code at 0.9 with 1,024, problem at 0.7 with top_p 0.8 and 2,048, solve
     * the same with 4,096, judge at 0 with 1,024; another role none.
     */
    public final Builder setParameters(Map<String, ?> parameters) {
      return setParameters(new TreeMap<String, Object>(parameters));
    }

    /**
     * Adds the parameters of a JSON object to those that there are, and takes away those that it
     * sets to null. Of those that the client sets itself, {@code seed} and {@code n} can be taken
     * away: requests do not have them then, and {@link ModelConfig#leftOut} names them. What is in
     * a journal is found all the same.
     *
     * @param json such as {@code {"top_k": 20, "seed": null, "chat_template_kwargs":
     *     {"enable_thinking": false}}}
     * @throws IllegalArgumentException if it is no JSON object
     */
    public final Builder mergeParameters(String json) {
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
      Set<String> absent = new TreeSet<>(leftOut());
      Map<String, Object> all = new TreeMap<>(parameters());
      added.forEach(
          (name, value) -> {
            if (value == null && DISPENSABLE.contains(name)) {
              absent.add(name);
            } else if (value == null && !RESERVED.contains(name)) {
              all.remove(name);
            } else {
              all.put(name, value);
            }
          });
      setLeftOut(Collections.unmodifiableSet(absent));
      return setParameters(all);
    }

    /**
     * Calls in flight at once from one worker to these endpoints, at least 1, for all roles
     * together whose endpoints, limit, rates, backoff and timeout are the same; 1.25 to 1.5 times
     * the worker's share of the servers' slots keeps them busy. It is reached step by step, and
     * falls where a server asks for less. Default: 64.
     */
    public abstract Builder setMaxInFlight(int maxInFlight);

    /**
     * The time from sending a request to the last byte of its answer, at least 1 millisecond.
     * Endpoints none of which has answered for that long are given up, until one answers. Where no
     * call waits for its turn any more, one that takes twice as long as 99 of 100 have taken, and 5
     * seconds at least, is asked again before: a connection that hangs would keep all from ending.
     * Default: 5 minutes.
     */
    public abstract Builder setTimeout(Duration timeout);

    /** How often a request is sent before its record is rejected, at least once. Default: 6. */
    public abstract Builder setMaxAttempts(int maxAttempts);

    /**
     * The pause after a first failed attempt, at least 1 millisecond, doubled after each further
     * one up to 30 seconds, less a jitter of up to half. Default: half a second.
     */
    public abstract Builder setBackoff(Duration backoff);

    /**
     * Where the key of these endpoints is found; the embedded one is never sent it. Default: no
     * key.
     */
    public abstract Builder setApiKey(ApiKey apiKey);

    /**
     * Whether the key may cross a network unencrypted, to endpoints that are not {@link
     * #isSafeForKeys}. Default: false.
     */
    public abstract Builder setAllowPlainHttpKeys(boolean allow);

    /**
     * The directory, on any file system that Beam knows, where responses are kept and looked for
     * before they are asked for; empty for none. Default: none.
     */
    public abstract Builder setJournal(String directory);

    /**
     * Whether nothing is sent, and a response that the journal lacks fails instead. Default: false.
     */
    public abstract Builder setJournalOnly(boolean journalOnly);

    /** The price of the model's tokens. Default: free. */
    public abstract Builder setPrice(Price price);

    /** The limits of the run. Default: none. */
    public abstract Builder setLimits(Limits limits);

    /** Requests a minute from one worker to these endpoints; 0 for any number. Default: 0. */
    public abstract Builder setRequestsPerMinute(int requests);

    /**
     * Tokens of prompts and responses a minute from one worker; 0 for any number. What a response
     * took is known afterwards, so that the rate holds on average. Default: 0.
     */
    public abstract Builder setTokensPerMinute(int tokens);

    /**
     * Samples of one prompt that a request asks for at most, as {@code n}, at least 1. A server
     * that takes no {@code n} is asked for each sample by itself then, and so is one for the
     * samples that it leaves out. A response is the same in the journal, however it was asked for.
     * Default: 1.
     */
    public abstract Builder setSamplesPerRequest(int samples);

    /**
     * Whether an answer that was cut off at {@code max_tokens} is asked for once more with twice as
     * many, and paid for twice. Default: false.
     */
    public abstract Builder setRetryTruncated(boolean retryTruncated);

    /**
     * How often a reply that a step cannot read is asked for once more, with the reply and what is
     * wrong with it, at least 0. Only chats, and only where the step says what is wrong. Default:
     * 1.
     */
    public abstract Builder setRepairReplies(int times);

    /**
     * What chats are sent as {@code response_format}, JSON or empty: the form of the reply, which
     * the server then sees to. One that refuses it is asked for any JSON object instead, and if it
     * refuses that too, for nothing; so is one for which {@link #mergeParameters} sets it to null.
     * A response is the same in the journal, with it or without. Default: empty.
     */
    public abstract Builder setFormat(String json);

    /**
     * Characters that a reply may have, at least 1, what the model thought before it included; a
     * longer one is rejected as {@code reply_too_long}, from the journal too. No more of a response
     * is read than so many characters can take. Defaults by role, several times what any good reply
     * has: unify and code 64,000, problem and judge 32,000, solve and any other 128,000.
     */
    public abstract Builder setMaxReplyCharacters(int characters);

    abstract List<String> endpoints();

    abstract SortedMap<String, Object> parameters();

    abstract Set<String> leftOut();

    abstract ModelConfig autoBuild();

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException if a setting is out of its range; the message names it
     */
    public final ModelConfig build() {
      setEndpoints(List.copyOf(endpoints()));
      setParameters(Json.freeze(parameters()));
      ModelConfig config = autoBuild();
      config.check();
      return config;
    }
  }

  /**
   * Whether a request to {@code endpoint} crosses no network unencrypted: it is https, or goes to
   * this machine by a name or address that can mean no other.
   */
  public static boolean isSafeForKeys(String endpoint) {
    return EndpointAddress.isSafeForKeys(endpoint);
  }

  private void check() {
    if (endpoints().isEmpty()) {
      throw new IllegalArgumentException("role " + role() + " has no endpoint");
    }
    endpoints().forEach(EndpointAddress::check);
    if (apiKey().isSecret() && !allowPlainHttpKeys()) {
      endpoints().forEach(EndpointAddress::checkSafeForKeys);
    }
    for (String name : parameters().keySet()) {
      if (RESERVED.contains(name)) {
        throw new IllegalArgumentException("parameter " + name + " is set by the client");
      }
    }
    checkAtLeast(1, "maxInFlight", maxInFlight());
    checkAtLeast(1, "maxAttempts", maxAttempts());
    checkAtLeast(1, "samplesPerRequest", samplesPerRequest());
    checkAtLeast(1, "maxReplyCharacters", maxReplyCharacters());
    checkAtLeast(1, "timeout in milliseconds", timeout().toMillis());
    checkAtLeast(1, "backoff in milliseconds", backoff().toMillis());
    checkAtLeast(0, "repairReplies", repairReplies());
    checkAtLeast(0, "requestsPerMinute", requestsPerMinute());
    checkAtLeast(0, "tokensPerMinute", tokensPerMinute());
  }

  private static void checkAtLeast(long least, String name, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", is " + value);
    }
  }
}
