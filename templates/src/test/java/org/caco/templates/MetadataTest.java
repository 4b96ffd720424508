package org.caco.templates;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.SynthesizeOptions;
import org.junit.jupiter.api.Test;

class MetadataTest {
  /** The one parameter that is an option of Dataflow's own. */
  private static final String WORKER_IMAGE = "sdkContainerImage";

  /** What the metadata and the options must say alike of an option. */
  private record Parameter(String help, boolean optional, String defaultValue) {}

  private final Map<String, JsonNode> parameters = read();

  @Test
  void describesEveryOptionOfThePipelineAndNoOther() {
    Map<String, Parameter> described = new TreeMap<>();
    parameters.forEach(
        (name, parameter) ->
            described.put(
                name,
                new Parameter(
                    parameter.path("helpText").asText(),
                    parameter.path("isOptional").asBoolean(),
                    parameter.path("defaultValue").asText())));
    described.remove(WORKER_IMAGE);

    assertThat(described).isEqualTo(new TreeMap<>(options()));
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

  private static Map<String, Parameter> options() {
    return OptionCatalog.of(SynthesizeOptions.class).stream()
        .collect(
            toMap(
                OptionCatalog.Option::name,
                option ->
                    new Parameter(
                        option.description(), !option.required(), option.defaultValue())));
  }

  private static Map<String, JsonNode> read() {
    try {
      List<JsonNode> all = new ArrayList<>();
      new ObjectMapper()
          .readTree(Path.of("metadata.json").toFile())
          .path("parameters")
          .forEach(all::add);
      // Fails on a name that is there twice.
      return all.stream().collect(toMap(each -> each.path("name").asText(), Function.identity()));
    } catch (IOException e) {
      throw new IllegalStateException("templates/metadata.json cannot be read", e);
    }
  }
}
