package org.caco.templates;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.caco.pipelines.options.Group;
import org.caco.pipelines.options.LauncherOnly;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.OptionCatalog.Option;
import org.caco.pipelines.options.SynthesizeOptions;
import org.junit.jupiter.api.Test;

/**
 * The template's form says of an option what its getter says. Labels, patterns and the kinds of
 * Cloud Storage paths are its own. With {@code -Dcaco.writeMetadata=true} the form is written anew.
 */
class MetadataTest {
  /** The one parameter that is an option of Dataflow's own. */
  private static final String WORKER_IMAGE = "sdkContainerImage";

  private static final Path FILE = Path.of("metadata.json");

  /** Where the workers are Dataflow's, as DataflowAdapter has it. */
  private static final Map<String, String> DEFAULTS = Map.of("isolation", "landlock");

  private static final Set<String> NUMBERS =
      Set.of("int", "long", "double", "Integer", "Long", "Double");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode metadata = read();
  private final Map<String, JsonNode> parameters = parameters();

  @Test
  void saysWhatTheOptionsSay() throws IOException {
    ArrayNode expected = JSON.createArrayNode();
    OptionCatalog.of(SynthesizeOptions.class).stream()
        .filter(option -> !option.getter().isAnnotationPresent(LauncherOnly.class))
        .forEach(option -> expected.add(parameter(option)));
    expected.add(parameters.get(WORKER_IMAGE));
    if (Boolean.getBoolean("caco.writeMetadata")) {
      ObjectNode written = metadata.deepCopy();
      written.set("parameters", expected);
      Files.writeString(FILE, pretty(written) + "\n");
    }

    assertThat(read().path("parameters")).isEqualTo(expected);
  }

  @Test
  void labelsEveryParameterAndAcceptsItsDefault() {
    List<String> wrong = new ArrayList<>();
    parameters.forEach(
        (name, parameter) -> {
          JsonNode byDefault = parameter.path("defaultValue");
          for (JsonNode regex : parameter.path("regexes")) {
            if (!byDefault.isMissingNode() && !byDefault.asText().matches(regex.asText())) {
              wrong.add(name + ": " + regex + " does not match its default " + byDefault);
            }
          }
          if (parameter.path("label").asText().isBlank() || parameter.path("regexes").isEmpty()) {
            wrong.add(name + ": has no label or no regexes");
          }
        });

    assertThat(wrong).isEmpty();
  }

  private ObjectNode parameter(Option option) {
    JsonNode old = parameters.getOrDefault(option.name(), JSON.createObjectNode());
    ObjectNode parameter = JSON.createObjectNode().put("name", option.name());
    parameter.put("label", old.path("label").asText(option.name()));
    String unset =
        option.defaultValue().isEmpty() && !option.byDefault().isEmpty()
            ? " Default: " + option.byDefault() + "."
            : "";
    parameter.put("helpText", option.description() + unset);
    parameter.put("groupName", option.group().map(Group::title).orElse(""));
    parameter.put("isOptional", !option.required());
    parameter.set(
        "regexes",
        old.has("regexes") ? old.get("regexes") : JSON.createArrayNode().add("^[^\\n\\r]+$"));
    parameter.put("paramType", type(option, old));
    if (!option.values().isEmpty()) {
      ArrayNode values = parameter.putArray("enumOptions");
      option.values().forEach(value -> values.addObject().put("value", value).put("label", value));
    }
    if (!option.defaultValue().isEmpty()) {
      parameter.put("defaultValue", DEFAULTS.getOrDefault(option.name(), option.defaultValue()));
    }
    return parameter;
  }

  private static String type(Option option, JsonNode old) {
    if (!option.values().isEmpty()) {
      return "ENUM";
    }
    if (option.type().equals("boolean")) {
      return "BOOLEAN";
    }
    return NUMBERS.contains(option.type()) ? "NUMBER" : old.path("paramType").asText("TEXT");
  }

  private static String pretty(JsonNode json) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter() {
          private static final long serialVersionUID = 1L;

          @Override
          public DefaultPrettyPrinter createInstance() {
            return this;
          }

          @Override
          public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(": ");
          }
        };
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    return JSON.writer(printer).writeValueAsString(json);
  }

  private static ObjectNode read() {
    try {
      return (ObjectNode) JSON.readTree(FILE.toFile());
    } catch (IOException e) {
      throw new IllegalStateException("templates/metadata.json cannot be read", e);
    }
  }

  private Map<String, JsonNode> parameters() {
    List<JsonNode> all = new ArrayList<>();
    metadata.path("parameters").forEach(all::add);
    // Fails on a name that is there twice.
    return all.stream().collect(toMap(each -> each.path("name").asText(), Function.identity()));
  }
}
