package org.caco.transforms.model;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.caco.transforms.step.Shared;

/** Looks whether endpoints answer, before a run spends anything. */
public final class Endpoints {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MAX_BODY = 8 << 20;

  /** Nobody listens there, as far as this machine can tell. */
  private static final class UnreachableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String why;

    UnreachableException(String name, String why, String role, Exception cause) {
      super(
          name
              + " cannot be reached ("
              + why
              + "): start the server there, or name another by --"
              + role
              + "Endpoint (or --endpoint for all roles). --skipEndpointCheck begins without this"
              + " check.",
          cause);
      this.name = name;
      this.why = why;
    }
  }

  private Endpoints() {}

  /**
   * Asks each endpoint of {@code config} for its list of models, within 5 seconds each. An embedded
   * endpoint needs no check.
   *
   * @return what looks wrong and need not be, each a sentence: a server may complete although its
   *     list of models is late, moved or broken
   * @throws IllegalArgumentException if one will not serve: nobody listens there, or it wants
   *     another key. The message is a sentence that names the endpoint, the option that sets it,
   *     and the fix
   */
  public static List<String> check(ModelConfig config) {
    return check(config, false);
  }

  /**
   * As {@link #check(ModelConfig)}, and where servers are told by their address alone whether to
   * think, that they do not say they are of a family that is told otherwise.
   *
   * @param familyByAddress whether a server's family is taken from its address, and matters
   */
  public static List<String> check(ModelConfig config, boolean familyByAddress) {
    return check(config, familyByAddress, true);
  }

  /**
   * As {@link #check(ModelConfig, boolean)}, for a run whose calls may come from other machines:
   * that nobody can be reached from this one is then no more than a doubt.
   *
   * @param calledFromHere whether it is this machine that will call
   */
  public static List<String> check(
      ModelConfig config, boolean familyByAddress, boolean calledFromHere) {
    Credentials key = key(config);
    List<String> doubts = new ArrayList<>();
    for (String endpoint : config.endpoints()) {
      if (!EmbeddedEndpoint.isEmbedded(endpoint)) {
        try {
          doubt(config, endpoint, key, familyByAddress).ifPresent(doubts::add);
        } catch (UnreachableException e) {
          if (calledFromHere) {
            throw e;
          }
          doubts.add(
              e.name
                  + " cannot be reached from this machine ("
                  + e.why
                  + "), and is asked by the workers: see that they can reach it.");
        }
      }
    }
    return doubts;
  }

  /**
   * Looks for the key of {@code config} only, and asks no server.
   *
   * @throws IllegalArgumentException if it is not where it should be; the message is a sentence
   */
  public static void checkKey(ModelConfig config) {
    Credentials unused = key(config);
  }

  private static Credentials key(ModelConfig config) {
    try {
      return config.apiKey().credentials();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          e.getMessage()
              + " The "
              + config.role()
              + " model needs it: "
              + howToGiveKey(config)
              + ".",
          e);
    }
  }

  private static Optional<String> doubt(
      ModelConfig config, String endpoint, Credentials key, boolean familyByAddress) {
    String name = "The " + config.role() + " model's endpoint " + endpoint;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(EndpointAddress.of(endpoint, EndpointAddress.MODELS)));
    key.addTo(request);
    HttpResponse<byte[]> response;
    try (Shared.Lease<Http> http = Http.acquire()) {
      CompletableFuture<HttpResponse<byte[]>> answer =
          http.get().client().sendAsync(request.build(), head -> new BoundedBody(MAX_BODY));
      try {
        response = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        answer.cancel(true);
      }
    } catch (TimeoutException e) {
      return Optional.of(
          name
              + " gives no list of its models within "
              + LIMIT.toSeconds()
              + " seconds; the run begins all the same. See whether the server has finished"
              + " loading, should its calls fail.");
    } catch (ExecutionException e) {
      throw new UnreachableException(
          name, Call.describe(Objects.requireNonNullElse(e.getCause(), e)), config.role(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException(name + " was not checked: the check was interrupted.", e);
    }
    int status = response.statusCode();
    if (status == 200 && familyByAddress) {
      checkFamily(name, endpoint, response);
    }
    if (status == 401 || status == 403) {
      throw new IllegalArgumentException(
          name
              + (key.isEmpty() ? " wants a key" : " refuses the key in " + config.apiKey())
              + " (status "
              + status
              + "): "
              + howToGiveKey(config)
              + ".");
    }
    // A server without a list of models may still complete.
    if (status >= 500 || (status >= 300 && status < 400)) {
      return Optional.of(
          name
              + " answers with status "
              + status
              + " where its list of models should be; the run begins all the same. See the"
              + " server's log, should its calls fail.");
    }
    return Optional.empty();
  }

  private static void checkFamily(String name, String endpoint, HttpResponse<byte[]> response) {
    ServerFamily taken = ServerFamily.at(endpoint).orElse(ServerFamily.VLLM);
    String server = response.headers().firstValue("server").orElse("");
    ServerFamily said = ServerFamily.saidBy(response.body(), server).orElse(taken);
    if (!Thinking.isToldAlike(said, taken)) {
      throw new IllegalArgumentException(
          name
              + " says that it is "
              + said.id()
              + ", which is told in another way whether to think than "
              + taken.id()
              + ", for which its address is taken: name by --profile which of them it is.");
    }
  }

  private static String howToGiveKey(ModelConfig config) {
    String role = "--" + config.role() + "ApiKey";
    return "name the environment variable that holds the key by --apiKeyEnv, or a file by"
        + " --apiKeyFile, or one of headers by --headers; for an endpoint of the role's own by "
        + role
        + "Env or "
        + role
        + "File";
  }
}
