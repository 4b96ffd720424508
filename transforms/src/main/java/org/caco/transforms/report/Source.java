package org.caco.transforms.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;

/**
 * What the report tells rows apart by: a data set, and what its rows say of themselves that they
 * share with others. Empty where nothing is known.
 */
record Source(String dataSet, String split, String license, String domain) {
  private static final JsonMapper JSON = new JsonMapper();

  static Source of(Origin origin) {
    return new Source(
        origin.getDataSet(), origin.getSplit(), origin.getLicense(), origin.getDomain());
  }

  /**
   * Those that a record comes from, each once: the one of a seed, all of a sample that descends
   * from several seeds, none of a record that has none.
   */
  static Collection<Source> of(Object record) {
    if (record instanceof Seed seed) {
      return seed.hasOrigin() ? List.of(of(seed.getOrigin())) : List.of();
    } else if (record instanceof Sample sample) {
      return ofSample(sample);
    } else if (record instanceof Rejection rejection) {
      return switch (rejection.getRecordCase()) {
        case SEED -> of(rejection.getSeed());
        case SAMPLE -> ofSample(rejection.getSample());
        default -> rejection.hasOrigin() ? List.of(of(rejection.getOrigin())) : List.of();
      };
    }
    return List.of();
  }

  private static Collection<Source> ofSample(Sample sample) {
    if (sample.hasProgram()) {
      return distinct(sample.getProgram().getOriginsList());
    } else if (sample.hasSeed()) {
      return of(sample.getSeed());
    }
    return distinct(
        sample.getExamplesList().stream()
            .map(Program::getOriginsList)
            .flatMap(List::stream)
            .toList());
  }

  private static Collection<Source> distinct(List<Origin> origins) {
    return origins.stream().map(Source::of).distinct().toList();
  }

  /** The source as a text that {@link #parse} reads, and that no other source has. */
  String key() {
    ArrayNode parts = JSON.createArrayNode();
    parts.add(dataSet).add(split).add(license).add(domain);
    return parts.toString();
  }

  static Source parse(String key) {
    try {
      JsonNode parts = JSON.readTree(key);
      return new Source(
          parts.path(0).asText(),
          parts.path(1).asText(),
          parts.path(2).asText(),
          parts.path(3).asText());
    } catch (IOException e) {
      throw new UncheckedIOException("a source's own key", e);
    }
  }
}
