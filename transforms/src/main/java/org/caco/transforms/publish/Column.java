package org.caco.transforms.publish;

import java.util.Locale;

/**
 * A column of a {@link Table}. Every cell may be null.
 *
 * @param name as loaders see it
 * @param type of its cells
 * @param says what it holds, for the card: a phrase without a full stop
 */
public record Column(String name, Type type, String says) {
  /** The types of cells, each with its form in the language of Parquet's schemas. */
  public enum Type {
    /** A text; what is no text in the row becomes JSON. */
    TEXT("text", "optional binary %s (STRING);"),
    /** A number of 64 bits with a fraction. */
    NUMBER("number", "optional double %s;"),
    /** A whole number of 64 bits. */
    COUNT("whole number", "optional int64 %s;"),
    /** True or false. */
    FLAG("boolean", "optional boolean %s;"),
    /** A list of booleans. */
    FLAGS("list of booleans", list("optional boolean element;")),
    /** A list of texts. */
    TEXTS("list of texts", list("optional binary element (STRING);")),
    /** Turns of a chat. */
    CHAT(
        "list of {role, content}",
        list(
            "optional group element { optional binary role (STRING);"
                + " optional binary content (STRING); }")),
    /** Test cases of a program. */
    CASES(
        "list of {input, output, answer}",
        list(
            "optional group element { optional binary input (STRING);"
                + " optional binary output (STRING); optional binary answer (STRING); }")),
    /** What verl's reward managers read. */
    REWARD(
        "{style, ground_truth}",
        "optional group %s { optional binary style (STRING);"
            + " optional binary ground_truth (STRING); }"),
    /** What verl hands to reward functions. */
    EXTRA(
        "{split, index, id}",
        "optional group %s { optional binary split (STRING); optional int64 index;"
            + " optional binary id (STRING); }");

    private final String label;
    private final String schema;

    Type(String label, String schema) {
      this.label = label;
      this.schema = schema;
    }

    /** What a person calls it. */
    public String label() {
      return label;
    }

    private static String list(String element) {
      return "optional group %s (LIST) { repeated group list { " + element + " } }";
    }
  }

  /** The field of a Parquet schema. */
  String schema() {
    return String.format(Locale.ROOT, type.schema, name);
  }
}
