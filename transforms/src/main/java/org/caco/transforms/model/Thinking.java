package org.caco.transforms.model;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.caco.text.LowerCase;

/**
 * The parameters by which servers are told whether a model shall think before it answers. Vendors
 * are known by their host, Ollama by its port too; anything else is taken for vLLM, SGLang or
 * llama.cpp, whose chat templates decide it.
 */
public final class Thinking {
  private static final int OLLAMA_PORT = 11434;

  private Thinking() {}

  /**
   * What to send to an endpoint, as a JSON object.
   *
   * @param on whether the model shall think
   */
  public static String parameters(String endpoint, boolean on) {
    URI uri = URI.create(endpoint);
    String host = "." + LowerCase.of(String.valueOf(uri.getHost()));
    Map<String, Object> parameters = new TreeMap<>();
    if (isAt(host, "openrouter.ai")) {
      parameters.put("reasoning", Map.of("enabled", on));
    } else if (isAt(host, "anthropic.com")) {
      parameters.put(
          "thinking",
          on ? Map.of("type", "enabled", "budget_tokens", 2_000) : Map.of("type", "disabled"));
    } else if (isAt(host, "deepseek.com") || isAt(host, "z.ai") || isAt(host, "bigmodel.cn")) {
      parameters.put("thinking", Map.of("type", on ? "enabled" : "disabled"));
    } else if (isAt(host, "openai.com")
        || isAt(host, "azure.com")
        || isAt(host, "googleapis.com")) {
      parameters.put("reasoning_effort", on ? "medium" : "none");
    } else if (uri.getPort() == OLLAMA_PORT || isAt(host, "ollama.com")) {
      parameters.put("think", on);
    } else {
      parameters.put("chat_template_kwargs", Map.of("enable_thinking", on));
    }
    return Json.text(parameters);
  }

  private static boolean isAt(String host, String domain) {
    return host.endsWith("." + domain);
  }
}
