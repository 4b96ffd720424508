package org.caco.server;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What {@link EmbeddedModelServer} can do wrong on purpose, for tests of clients. */
public enum Fault {
  /** 429 with {@code Retry-After: 1}. */
  RATE_LIMITED(true),
  /** 500 with an error object. */
  SERVER_ERROR(true),
  /** 503 with {@code Retry-After: 1} and an error object. */
  UNAVAILABLE(true),
  /** 502 with an HTML page, as gateways have it. */
  HTML_PAGE(true),
  /** The connection ends without a byte. */
  CLOSED(true),
  /** 200 with an error object. */
  ERROR_WITH_200(false),
  /** 200 with the first half of the JSON. */
  TRUNCATED_JSON(false),
  /** The header promises the whole body, and the connection ends after half of it. */
  CUT_OFF(false),
  /** {@code choices} is a text, {@code usage} a list. */
  WRONG_TYPES(false),
  /** {@code choices} is empty. */
  EMPTY_CHOICES(false),
  /** The last choice is not there. */
  MISSING_CHOICE(false),
  /** The first choice is there twice, under the same index. */
  DUPLICATE_CHOICE(false),
  /** {@code finish_reason} is {@code length}, and the text is cut in half. */
  LENGTH(false),
  /** {@code finish_reason} is {@code content_filter}, and the text is empty. */
  CONTENT_FILTER(false),
  /** {@code content} is null, and {@code refusal} holds a text. */
  REFUSAL(false),
  /** The text holds bytes that are no UTF-8. */
  INVALID_UTF8(false),
  /** The body comes in twenty pieces, a second and a half apart. */
  SLOW_DRIP(false),
  /** The body never ends: white space follows the JSON until the client leaves. */
  ENDLESS_BODY(false),
  /** Nothing comes for a minute; then the connection ends. */
  HANG(false);

  private final boolean immediate;

  Fault(boolean immediate) {
    this.immediate = immediate;
  }

  /** Whether the fault shows at once, without a slot and before any latency. */
  boolean immediate() {
    return immediate;
  }

  /** The name in lower case, as in options and {@code /stats}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The rates in a text such as {@code rate_limited:0.05,closed:0.01}; {@code all:0.01} sets every
   * kind's. An empty text has none.
   *
   * @throws IllegalArgumentException if a name is unknown, a rate is no number from 0 to 1, or they
   *     sum up to more than 1
   */
  public static Map<Fault, Double> parse(String rates) {
    Map<Fault, Double> parsed = new EnumMap<>(Fault.class);
    for (String part : rates.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      String[] pair = part.strip().split(":", 2);
      double rate;
      try {
        rate = Double.parseDouble(pair.length < 2 ? "" : pair[1].strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("A fault is written as name:rate, not " + part, e);
      }
      String name = pair[0].strip().toUpperCase(Locale.ROOT);
      for (Fault fault : values()) {
        if (name.equals("ALL") || name.equals(fault.name())) {
          parsed.put(fault, rate);
        }
      }
      if (!name.equals("ALL") && !parsed.keySet().stream().anyMatch(f -> f.name().equals(name))) {
        throw new IllegalArgumentException("There is no fault " + pair[0].strip());
      }
    }
    double sum = 0;
    for (double rate : parsed.values()) {
      if (!(rate >= 0 && rate <= 1)) {
        throw new IllegalArgumentException("A fault's rate must be from 0 to 1: " + rate);
      }
      sum += rate;
    }
    if (sum > 1) {
      throw new IllegalArgumentException("The faults' rates sum up to " + sum + ", more than 1");
    }
    return parsed;
  }
}
