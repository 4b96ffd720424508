package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A program gets a copy of its zygote's memory, and must not find there what earlier programs were
 * or said: that may be the answers to others' problems.
 */
class MemoryTest {
  private static final int EARLIER = 12;

  @ParameterizedTest
  @EnumSource
  void holdsNoTextOfEarlierPrograms(Isolation isolation) throws Exception {
    try (Sandbox sandbox =
        Sandbox.open(TestConfigs.DEFAULT.withIsolation(isolation).withWorkers(1))) {
      for (int i = 0; i < EARLIER; i++) {
        String code =
            String.join(
                "\n",
                "# " + canary("source"),
                "input = {'"
                    + canary("key")
                    + "': '"
                    + canary("value")
                    + "' + 'x' * "
                    + 5000 * i
                    + "}",
                "print('" + canary("printed") + "')",
                "output = [input, '" + canary("output") + "' * 2]",
                i % 4 == 3 ? "raise ValueError('" + canary("error") + "')" : "");
        String given = "{\"" + canary("given") + "\":\"" + canary("input") + "\"}";
        sandbox.run(Snippet.of("id", code).withInputs(List.of(given)));
      }

      JsonNode found =
          Json.MAPPER.readTree(
              sandbox.run(Snippet.of("id", TestResources.read("memory_scan.py"))).output());

      // It finds what is its own, so it would find the others.
      assertThat(found.get("own").intValue()).isPositive();
      assertThat(found.get("megabytes").intValue()).isGreaterThan(10);
      assertThat(found.get("others")).isEmpty();
    }
  }

  /** Said once here and nowhere else in any program. */
  private static String canary(String of) {
    return "canary-" + of + "-" + UUID.randomUUID().toString().replace("-", "");
  }
}
