package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caco.transforms.model.Sample.Bundle;
import org.caco.transforms.step.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key may be written, or replaced, while a client lives. */
@Timeout(60)
final class KeyTest {
  @TempDir private Path folder;

  /** Wants the key that it is told. */
  private static ScriptedServer server(String key) {
    return new ScriptedServer(
        request ->
            ("Bearer " + key).equals(request.headers().get("authorization"))
                ? says("yes")
                : status(401, "another key, please"));
  }

  private ModelConfig config(ScriptedServer server) {
    return Asking.config(server).toBuilder()
        .setApiKey(ApiKey.file(folder.resolve("key").toString()))
        .build();
  }

  private static CallResult ask(ModelClient client, String question) throws Exception {
    Prompt prompt = new Prompt(List.of(new Message("user", question)), 1);
    return client
        .submit(new Bundle(), List.of(ModelRequest.of(client.config(), prompt, 0)))
        .get(0)
        .get();
  }

  /** Asks until it works: a key is not read again for every call. */
  private static void assertWorksSoon(ModelClient client) throws Exception {
    int i = 0;
    while (ask(client, "question " + i++).failure() != null) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aKeyThatWasMissingIsFound() throws Exception {
    try (ScriptedServer server = server("secret");
        Shared.Lease<ModelClient> client = ModelClient.acquire(config(server))) {
      assertThat(ask(client.get(), "a").failure().reason()).isEqualTo("key_missing");
      Files.writeString(folder.resolve("key"), "secret");
      assertWorksSoon(client.get());
    }
  }

  @Test
  void aKeyThatWasReplacedIsReadAgainOnceItIsRefused() throws Exception {
    Files.writeString(folder.resolve("key"), "old");
    try (ScriptedServer server = server("new");
        Shared.Lease<ModelClient> client = ModelClient.acquire(config(server))) {
      assertThat(ask(client.get(), "a").failure().reason()).isEqualTo("http_401");
      Files.writeString(folder.resolve("key"), "new");
      assertWorksSoon(client.get());
    }
  }
}
