package org.caco.transforms.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.caco.text.LowerCase;

/** Vendors and servers that are told in different ways what a model shall do. */
public enum ServerFamily {
  OPENAI("openai"),
  AZURE("azure"),
  ANTHROPIC("anthropic"),
  GEMINI("gemini"),
  OPENROUTER("openrouter"),
  DEEPSEEK("deepseek"),
  OLLAMA("ollama"),
  VLLM("vllm"),
  SGLANG("sglang"),
  LLAMA_CPP("llama.cpp");

  private static final int OLLAMA_PORT = 11434;

  /** Domains of vendors, of which none is within another. */
  private static final Map<String, ServerFamily> DOMAINS =
      Map.ofEntries(
          Map.entry("openai.com", OPENAI),
          Map.entry("azure.com", AZURE),
          Map.entry("anthropic.com", ANTHROPIC),
          Map.entry("googleapis.com", GEMINI),
          Map.entry("openrouter.ai", OPENROUTER),
          Map.entry("deepseek.com", DEEPSEEK),
          Map.entry("z.ai", DEEPSEEK),
          Map.entry("bigmodel.cn", DEEPSEEK),
          Map.entry("ollama.com", OLLAMA));

  /** Owners that lists of models name. LiteLLM and others name OpenAI for whatever they serve. */
  private static final Map<String, ServerFamily> OWNERS =
      Map.ofEntries(
          Map.entry("openai", OPENAI),
          Map.entry("openai-internal", OPENAI),
          Map.entry("anthropic", ANTHROPIC),
          Map.entry("google", GEMINI),
          Map.entry("openrouter", OPENROUTER),
          Map.entry("deepseek", DEEPSEEK),
          Map.entry("library", OLLAMA),
          Map.entry("ollama", OLLAMA),
          Map.entry("vllm", VLLM),
          Map.entry("sglang", SGLANG),
          Map.entry("llamacpp", LLAMA_CPP));

  private final String id;

  ServerFamily(String id) {
    this.id = id;
  }

  /** What the option {@code --profile} calls it. */
  public String id() {
    return id;
  }

  /**
   * The family of that {@link #id}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ServerFamily named(String id) {
    for (ServerFamily family : values()) {
      if (family.id.equalsIgnoreCase(id)) {
        return family;
      }
    }
    throw new IllegalArgumentException("there is no profile " + id);
  }

  /** The family of the vendor whose host an address has, or of Ollama where it has its port. */
  public static Optional<ServerFamily> at(String endpoint) {
    return vendor(endpoint)
        .or(
            () ->
                URI.create(endpoint).getPort() == OLLAMA_PORT
                    ? Optional.of(OLLAMA)
                    : Optional.empty());
  }

  /** The family of the vendor whose host an address has. */
  public static Optional<ServerFamily> vendor(String endpoint) {
    String host = "." + LowerCase.of(String.valueOf(URI.create(endpoint).getHost()));
    return DOMAINS.entrySet().stream()
        .filter(domain -> host.endsWith("." + domain.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /**
   * The family that a server says it belongs to.
   *
   * @param models its list of models
   * @param server its header {@code Server}, or an empty text
   */
  static Optional<ServerFamily> saidBy(byte[] models, String server) {
    if (LowerCase.of(server).startsWith("llama.cpp")) {
      return Optional.of(LLAMA_CPP);
    }
    try {
      JsonNode owner = Json.MAPPER.readTree(models).path("data").path(0).path("owned_by");
      return Optional.ofNullable(OWNERS.get(LowerCase.of(owner.asText())));
    } catch (IOException e) {
      // No JSON.
      return Optional.empty();
    }
  }
}
