package org.caco.transforms.model;

import java.util.Map;

/** The parameters by which servers are told whether a model shall think before it answers. */
public final class Thinking {
  private Thinking() {}

  /**
   * What to send to a server, as a JSON object.
   *
   * @param on whether the model shall think
   */
  public static String parameters(ServerFamily family, boolean on) {
    return Json.text(
        switch (family) {
          case OPENAI, AZURE, GEMINI -> Map.of("reasoning_effort", on ? "medium" : "none");
          case OPENROUTER -> Map.of("reasoning", Map.of("enabled", on));
          case ANTHROPIC ->
              Map.of(
                  "thinking",
                  on
                      ? Map.of("type", "enabled", "budget_tokens", 2_000)
                      : Map.of("type", "disabled"));
          case DEEPSEEK -> Map.of("thinking", Map.of("type", on ? "enabled" : "disabled"));
          case OLLAMA -> Map.of("think", on);
          // Their chat templates decide it.
          case VLLM, SGLANG, LLAMA_CPP ->
              Map.of("chat_template_kwargs", Map.of("enable_thinking", on));
        });
  }

  /** Whether two families are told in the same way. */
  static boolean isToldAlike(ServerFamily a, ServerFamily b) {
    return parameters(a, true).equals(parameters(b, true));
  }
}
