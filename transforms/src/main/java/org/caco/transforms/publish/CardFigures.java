package org.caco.transforms.publish;

import static java.util.stream.Collectors.joining;
import static org.caco.transforms.publish.Markdown.code;
import static org.caco.transforms.publish.Markdown.number;
import static org.caco.transforms.publish.Markdown.share;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a card tells of pass rates, models and their price, decontamination and error rates. */
final class CardFigures {
  private final DatasetCard card;
  private final JsonNode facts;
  private final long rows;
  private final Markdown text;

  CardFigures(DatasetCard card, Markdown text) {
    this.card = card;
    this.text = text;
    facts = card.facts();
    rows = facts.path("rows").asLong();
  }

  void passRates() {
    text.heading("Pass rates");
    text.block(
        "How many of the solutions that were asked for agree with the program, as a measure of"
            + " difficulty for "
            + names(facts.path("models"))
            + ".");
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("agree", "rows", "share"));
    facts
        .path("pass_rates")
        .properties()
        .forEach(
            rate ->
                table.add(
                    List.of(
                        rate.getKey().replace("/", " of "),
                        number(rate.getValue().asLong()),
                        share(rate.getValue().asLong(), rows))));
    text.table(table);
    passRatesByModel();
    text.block(
        number(facts.path("tests").asLong())
            + " tests belong to "
            + number(facts.path("rows_with_tests").asLong())
            + " of the rows.");
    JsonNode totals = card.summary().path("totals");
    if (totals.has(DatasetCard.GENERATORS)) {
      text.block(
          number(totals.path(DatasetCard.GENERATORS).asLong())
              + " rows are generators: their texts with other numbers make "
              + number(totals.path(DatasetCard.INSTANCES_MADE).asLong())
              + " further problems, each with the output of the row's program.");
    }
  }

  /** Where one model solved all, the table above is its own. */
  private void passRatesByModel() {
    JsonNode models = facts.path("models");
    if (models.size() < 2) {
      return;
    }
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("model", "rows", "solutions", "agree", "share"));
    for (Map.Entry<String, JsonNode> model : models.properties()) {
      long asked = facts.path("solutions_by_model").path(model.getKey()).asLong();
      long agree = facts.path("agreeing_by_model").path(model.getKey()).asLong();
      table.add(
          List.of(
              model.getKey().isEmpty() ? "not told" : code(model.getKey()),
              number(model.getValue().asLong()),
              number(asked),
              number(agree),
              share(agree, asked)));
    }
    text.table(table);
  }

  private static String names(JsonNode counts) {
    String names =
        counts.properties().stream().map(name -> code(name.getKey())).collect(joining(", "));
    return names.isEmpty() ? "no model" : names;
  }

  void models() {
    JsonNode models = card.summary().path("models");
    if (models.isEmpty()) {
      return;
    }
    text.heading("Models, tokens and price");
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            "role",
            "model",
            "tokens in",
            "tokens out",
            "tokens an accepted row",
            "paid",
            "paid an accepted row"));
    long all = 0;
    double paid = 0;
    boolean priced = true;
    for (JsonNode model : models) {
      long in = tokens(model, "input_tokens");
      long out = tokens(model, "output_tokens");
      all += in + out;
      priced &= model.has("cost");
      paid += model.path("cost").asDouble();
      table.add(
          List.of(
              model.path("role").asText(),
              code(model.path("model").asText()),
              number(in),
              number(out),
              rows == 0 ? "-" : number((in + out) / rows),
              model.has("cost") ? price(model.path("cost").asDouble()) : "not known",
              model.has("cost") && rows > 0 ? price(model.path("cost").asDouble() / rows) : "-"));
    }
    text.table(table);
    if (rows > 0) {
      text.block(
          number(all / rows)
              + " tokens an accepted row in all"
              + (priced && paid > 0
                  ? ", and "
                      + price(paid / rows)
                      + " in the currency of the run's price list, responses from its journal free"
                      + " of charge"
                  : "")
              + ". Tokens count what was rejected later, and responses that the journal had.");
    }
  }

  private static long tokens(JsonNode model, String field) {
    return model.path(field).asLong() + model.path("cached_" + field).asLong();
  }

  private static String price(double price) {
    return price == 0 ? "0" : String.format(Locale.ROOT, "%.6f", price);
  }

  void decontamination() {
    text.heading("Decontamination");
    JsonNode benchmarks = card.summary().path("benchmarks");
    if (benchmarks.isEmpty()) {
      text.block("Rows were compared with no benchmark.");
      return;
    }
    text.block(
        "Seeds and written problems that copy a benchmark's problem, by words or by meaning, were"
            + " removed.");
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            "benchmark",
            "its rows",
            "seeds removed (copied rows)",
            "problems removed (copied rows)"));
    for (Map.Entry<String, JsonNode> benchmark : benchmarks.properties()) {
      String name = benchmark.getKey();
      table.add(
          List.of(
              code(name.substring(name.lastIndexOf('/') + 1)),
              number(benchmark.getValue().path("rows").asLong()),
              removed(benchmark.getValue(), "seeds"),
              removed(benchmark.getValue(), "problems")));
    }
    text.table(table);
  }

  /** How many were removed, and in brackets how many different rows of the benchmark they copy. */
  private static String removed(JsonNode counts, String what) {
    return number(counts.path(what).asLong())
        + " ("
        + number(counts.path("rows that " + what + " copy").asLong())
        + ")";
  }

  void checks() {
    JsonNode calibration = card.summary().path("calibration");
    if (!calibration.isObject()) {
      return;
    }
    text.heading("Error rates of the checks");
    text.block("Mistakes that were planted into right samples, and got through without the judge.");
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("planted", "items", "got through", "share, 95% interval"));
    for (Map.Entry<String, JsonNode> kind : calibration.path("planted").properties()) {
      table.add(rate(code(kind.getKey()), kind.getValue(), "through"));
    }
    table.add(rate("right samples that were lost", calibration.path("right"), "lost"));
    text.table(table);
  }

  private static List<String> rate(String what, JsonNode rate, String wrong) {
    return List.of(
        what,
        number(rate.path("items").asLong()),
        number(rate.path(wrong).asLong()),
        String.format(
            Locale.ROOT,
            "%.2f%%, %.2f%% to %.2f%%",
            100 * rate.path("share").asDouble(),
            100 * rate.path("low").asDouble(),
            100 * rate.path("high").asDouble()));
  }
}
