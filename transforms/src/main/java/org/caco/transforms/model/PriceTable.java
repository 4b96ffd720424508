package org.caco.transforms.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.caco.transforms.lines.FileGlobs;
import org.jspecify.annotations.Nullable;

/**
 * What the tokens of models cost, from a JSON file: for each model, by the name that its server
 * knows it by, the price of a million tokens of prompts and of responses, in any one currency.
 *
 * <pre>{@code
 * {
 *   "Qwen/Qwen2.5-72B-Instruct": {"input": 0.35, "output": 0.40},
 *   "my-code-model": {"input": 0.10, "output": 0.10}
 * }
 * }</pre>
 */
public final class PriceTable {
  private final Map<String, Price> prices;

  private PriceTable(Map<String, Price> prices) {
    this.prices = prices;
  }

  /** A table without a model. */
  public static PriceTable empty() {
    return new PriceTable(Map.of());
  }

  /**
   * The table in a file of any file system that Beam knows.
   *
   * @throws IllegalArgumentException if it cannot be read or is no such table; the message names
   *     the file and, where there is one, the line and the field
   */
  public static PriceTable load(String path) {
    try (InputStream in = FileGlobs.open(path);
        JsonParser parser = new JsonFactory().createParser(in)) {
      return new PriceTable(new Reader(path, parser).table());
    } catch (JsonParseException e) {
      throw at(path, e.getLocation(), e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The price of {@code model}'s tokens, if the table has it. */
  public Optional<Price> of(String model) {
    return Optional.ofNullable(prices.get(model));
  }

  private static IllegalArgumentException at(
      String path, JsonLocation location, String problem, @Nullable Exception cause) {
    return new IllegalArgumentException(
        path + ", line " + location.getLineNr() + ": " + problem, cause);
  }

  private static final class Reader {
    private static final String FORM =
        "{\"MODEL\": {\"input\": PRICE, \"output\": PRICE}, ...} is wanted, prices per million"
            + " tokens";

    private final String path;
    private final JsonParser parser;

    private Reader(String path, JsonParser parser) {
      this.path = path;
      this.parser = parser;
    }

    private Map<String, Price> table() throws IOException {
      Map<String, Price> prices = new HashMap<>();
      require(parser.nextToken() == JsonToken.START_OBJECT, FORM);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String model = parser.currentName();
        require(!prices.containsKey(model), "model " + model + " is there twice");
        prices.put(model, price(model));
      }
      require(parser.nextToken() == null, "there is more after the table");
      return prices;
    }

    private Price price(String model) throws IOException {
      require(parser.nextToken() == JsonToken.START_OBJECT, "model " + model + ": " + FORM);
      Map<String, Double> fields = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        String name = "field " + field + " of model " + model;
        require(
            field.equals("input") || field.equals("output"), name + " is neither input nor output");
        require(!fields.containsKey(field), name + " is there twice");
        require(parser.nextToken().isNumeric(), name + " is not a number");
        double value = parser.getDoubleValue();
        require(value >= 0 && value < Double.POSITIVE_INFINITY, name + " is not a price");
        fields.put(field, value);
      }
      return new Price(given(fields, "input", model), given(fields, "output", model));
    }

    private double given(Map<String, Double> fields, String field, String model) {
      Double value = fields.get(field);
      if (value == null) {
        throw wrong("field " + field + " of model " + model + " is missing");
      }
      return value;
    }

    private void require(boolean held, String problem) {
      if (!held) {
        throw wrong(problem);
      }
    }

    private IllegalArgumentException wrong(String problem) {
      return at(path, parser.currentTokenLocation(), problem, null);
    }
  }
}
