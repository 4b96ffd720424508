package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

class ZygoteTest {
  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void shutDown() {
    watchdog.shutdownNow();
  }

  // It is a race between the message and the end of the process, and either may win.
  @RepeatedTest(20)
  void saysWhyTheJailDoesNotStart() throws IOException {
    List<String> jail = List.of("/bin/sh", "-c", "echo no new namespaces here >&2; exit 1");

    try (Zygote zygote = Zygote.launch(jail, Map.of(), watchdog, 1000)) {
      assertThatThrownBy(() -> zygote.warmUp(new byte[1 << 18]))
          .isInstanceOf(IOException.class)
          .hasMessage("no new namespaces here");
    }
  }
}
