package org.caco.transforms.model;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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

  private Endpoints() {}

  /**
   * Asks each endpoint of {@code config} for its list of models, within 5 seconds each. An embedded
   * endpoint needs no check.
   *
   * @throws IllegalArgumentException if one will not serve; the message is a sentence that names
   *     the endpoint, the option that sets it, and the fix
   */
  public static void check(ModelConfig config) {
    String key;
    try {
      key = config.apiKey().read();
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
    for (String endpoint : config.endpoints()) {
      if (!EmbeddedEndpoint.isEmbedded(endpoint)) {
        problem(config, endpoint, key)
            .ifPresent(
                problem -> {
                  throw new IllegalArgumentException(problem);
                });
      }
    }
  }

  private static Optional<String> problem(ModelConfig config, String endpoint, String key) {
    String name = "The " + config.role() + " model's endpoint " + endpoint;
    String option = "--" + config.role() + "Endpoint (or --endpoint for all roles)";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(EmbeddedEndpoint.base(URI.create(endpoint)) + "/v1/models"));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    int status;
    try (Shared.Lease<Http> http = Http.acquire()) {
      CompletableFuture<HttpResponse<byte[]>> answer =
          http.get().client().sendAsync(request.build(), head -> new BoundedBody(MAX_BODY));
      try {
        status = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      } finally {
        answer.cancel(true);
      }
    } catch (TimeoutException e) {
      return Optional.of(
          name
              + " gives no answer within "
              + LIMIT.toSeconds()
              + " seconds: see whether the server has finished loading, or name another by "
              + option
              + ".");
    } catch (ExecutionException e) {
      return Optional.of(
          name
              + " cannot be reached ("
              + Call.describe(e.getCause())
              + "): start the server there, or name another by "
              + option
              + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(name + " was not checked: the check was interrupted.");
    }
    if (status == 401 || status == 403) {
      return Optional.of(
          name
              + (key.isEmpty() ? " wants a key" : " refuses the key in " + config.apiKey())
              + " (status "
              + status
              + "): "
              + howToGiveKey(config)
              + ".");
    }
    // A server without a list of models may still complete; only these say that none is there.
    if (status >= 500 || (status >= 300 && status < 400)) {
      return Optional.of(
          name
              + " answers with status "
              + status
              + ": see the server's log, or name another by "
              + option
              + ".");
    }
    return Optional.empty();
  }

  private static String howToGiveKey(ModelConfig config) {
    String role = "--" + config.role() + "ApiKey";
    return "name the environment variable that holds the key by --apiKeyEnv, or a file by"
        + " --apiKeyFile; for an endpoint of the role's own by "
        + role
        + "Env or "
        + role
        + "File";
  }
}
