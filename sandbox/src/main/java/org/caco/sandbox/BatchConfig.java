package org.caco.sandbox;

import java.util.Objects;

/**
 * Settings of a {@link BatchExecution}.
 *
 * @param codeField the field of a line that holds the source; default {@code code}
 * @param rules whether to reject programs that break the rules of the released Caco scripts: {@code
 *     too_few_lines}, {@code no_input}, {@code no_output}, {@code input_unread}; default true
 * @param deterministic whether to reject programs whose result may differ from run to run: {@code
 *     uses_randomness}, {@code uses_time}, {@code not_repeatable} (the result differs under another
 *     hash seed); default false
 */
public record BatchConfig(String codeField, boolean rules, boolean deterministic) {

  public BatchConfig {
    Objects.requireNonNull(codeField, "codeField");
  }

  /** All defaults. */
  public static BatchConfig defaults() {
    return new BatchConfig("code", true, false);
  }

  /** The same with another {@code codeField}. */
  public BatchConfig withCodeField(String value) {
    return new BatchConfig(value, rules, deterministic);
  }

  /** The same with or without the rules. */
  public BatchConfig withRules(boolean value) {
    return new BatchConfig(codeField, value, deterministic);
  }

  /** The same with or without the check of determinism. */
  public BatchConfig withDeterministic(boolean value) {
    return new BatchConfig(codeField, rules, value);
  }
}
