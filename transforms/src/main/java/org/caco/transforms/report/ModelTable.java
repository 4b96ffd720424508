package org.caco.transforms.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Draws the field {@code models} of {@code report/summary.json} as a table for a terminal, with a
 * line for each role and, where it has several, for each of its endpoints:
 *
 * <pre>
 * role   calls  retries  cached  failed  tokens in  tokens out   cost  throttled  where
 * solve  1,473        3       0       1    412,440     883,800  0.498      2.5 s  m at http://gpu1
 * </pre>
 *
 * <p>Below it stands for each role how many replies could not be read and were asked for once more,
 * and what an endpoint was not told because it refuses it.
 *
 * <p>The cost is {@code -} where the price is not known.
 */
public final class ModelTable {
  private ModelTable() {}

  /**
   * The table, its lines ended by line feeds; empty if no model was to be called.
   *
   * @param summary the content of the file
   */
  public static String render(JsonNode summary) {
    JsonNode models = summary.path("models");
    if (models.isEmpty()) {
      return "";
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> where = new ArrayList<>();
    rows.add(
        List.of(
            "role",
            "calls",
            "retries",
            "cached",
            "failed",
            "tokens in",
            "tokens out",
            "cost",
            "throttled"));
    where.add("where");
    for (JsonNode model : models) {
      JsonNode endpoints = model.path("endpoints");
      rows.add(row(model.path("role").asText(), model));
      where.add(
          model.path("model").asText()
              + (endpoints.size() == 1
                  ? " at " + endpoints.path(0).path("endpoint").asText()
                  : " at " + endpoints.size() + " endpoints"));
      if (endpoints.size() > 1) {
        for (JsonNode endpoint : endpoints) {
          rows.add(row("", endpoint));
          where.add(endpoint.path("endpoint").asText());
        }
      }
    }
    int[] widths = FunnelTable.widths(rows);
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      table.append(FunnelTable.line(rows.get(i), widths)).append("  ").append(where.get(i));
      table.append('\n');
    }
    for (JsonNode model : models) {
      if (model.path("repairs").asLong() > 0) {
        table.append(
            String.format(
                Locale.ROOT,
                "%s: %s replies that could not be read were asked for once more, and %s could then.\n",
                model.path("role").asText(),
                number(model, "repairs"),
                number(model, "repaired")));
      }
    }
    notes(models).forEach(note -> table.append(note).append('\n'));
    return table.toString();
  }

  /** What endpoints were not told, a line for each thing. */
  private static Set<String> notes(JsonNode models) {
    Set<String> notes = new TreeSet<>();
    for (JsonNode model : models) {
      for (JsonNode endpoint : model.path("endpoints")) {
        for (Map.Entry<String, JsonNode> without : endpoint.path("without").properties()) {
          String[] names = without.getKey().split(" as ", 2);
          notes.add(
              endpoint.path("endpoint").asText()
                  + (names.length == 1
                      ? " is not told " + names[0] + ", which it refuses."
                      : " is told " + names[1] + " for " + names[0] + ", which it refuses."));
        }
      }
    }
    return notes;
  }

  private static List<String> row(String name, JsonNode figures) {
    return List.of(
        name,
        number(figures, "calls"),
        number(figures, "retries"),
        // Belongs to a role, not to one of its endpoints.
        figures.has("cached") ? number(figures, "cached") : "",
        number(figures, "failed"),
        number(figures, "input_tokens"),
        number(figures, "output_tokens"),
        figures.has("cost") ? cost(figures.get("cost").asDouble()) : "-",
        String.format(Locale.ROOT, "%.1f s", figures.path("throttled_seconds").asDouble()));
  }

  private static String number(JsonNode figures, String field) {
    return FunnelTable.number(figures.path(field).asLong());
  }

  /** Three decimals, or as many as show that it is not nothing. */
  private static String cost(double cost) {
    return String.format(Locale.ROOT, cost > 0 && cost < 0.001 ? "%.6f" : "%,.3f", cost);
  }
}
