package org.caco.transforms.model;

import java.util.Map;

/** Settings of a model that depend on what it is asked for. */
final class RoleDefaults {
  private RoleDefaults() {}

  /** How a role samples. */
  static Map<String, Object> parameters(String role) {
    return switch (role) {
      case "unify" -> Map.of("temperature", 0.6, "max_tokens", 2048);
      case "code" -> Map.of("temperature", 0.9, "max_tokens", 1024);
      case "problem" -> Map.of("temperature", 0.7, "top_p", 0.8, "max_tokens", 2048);
      case "solve" -> Map.of("temperature", 0.7, "top_p", 0.8, "max_tokens", 4096);
      case "judge" -> Map.of("temperature", 0.0, "max_tokens", 1024);
      default -> Map.of();
    };
  }

  /** Several times what any good reply has. */
  static int maxReplyCharacters(String role) {
    return switch (role) {
      case "unify", "code" -> 64_000;
      case "problem", "judge" -> 32_000;
      default -> 128_000;
    };
  }
}
