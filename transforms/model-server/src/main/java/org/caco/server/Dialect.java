package org.caco.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a family of models or servers writes down a reply: where the reasoning goes, which tokens
 * stay, what the end of a text is called. Some lie, break off or refuse, as real ones do.
 */
public final class Dialect {
  /** What {@link #reads} says of a dialect in which the reply can be read. */
  public static final String TEXT = "text";

  private final String name;
  private final String reads;
  private final JsonNode choice;

  private Dialect(String name, String reads, JsonNode choice) {
    this.name = name;
    this.reads = reads;
    this.choice = choice;
  }

  /** All that there are, in the order of their file. */
  public static List<Dialect> all() {
    List<Dialect> all = new ArrayList<>();
    try (InputStream in = Dialect.class.getResourceAsStream("dialects.jsonl")) {
      if (in == null) {
        throw new IllegalStateException("dialects.jsonl is not packaged");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode json = Json.MAPPER.readTree(line);
        all.add(
            new Dialect(
                json.path("name").asText(), json.path("reads").asText(), json.path("choice")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  public String name() {
    return name;
  }

  /** {@value #TEXT}, or the reason for which a careful client rejects what is said in it. */
  public String reads() {
    return reads;
  }

  /**
   * The choice of a response.
   *
   * @param reply the truthful reply
   * @param thought what the model thought before
   */
  public ObjectNode choice(String reply, String thought) {
    // The half of a reply that ends within a word is a lie that looks like one.
    String half = reply.substring(0, reply.length() / 2);
    return (ObjectNode) filled(choice, Map.of("{r}", reply, "{t}", thought, "{h}", half));
  }

  private static JsonNode filled(JsonNode node, Map<String, String> values) {
    if (node.isTextual()) {
      return TextNode.valueOf(filled(node.textValue(), values));
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> array.add(filled(each, values)));
      return array;
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(e -> object.set(e.getKey(), filled(e.getValue(), values)));
      return object;
    }
    return node;
  }

  private static String filled(String text, Map<String, String> values) {
    StringBuilder filled = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      String value = values.get(text.substring(at, Math.min(text.length(), at + 3)));
      if (value == null) {
        filled.append(text.charAt(at));
        at++;
      } else {
        filled.append(value);
        at += 3;
      }
    }
    return filled.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
