package org.caco.transforms.publish;

import static java.util.stream.Collectors.joining;
import static org.caco.transforms.publish.Markdown.code;
import static org.caco.transforms.publish.Markdown.number;
import static org.caco.transforms.publish.Markdown.share;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.caco.hash.ContentHash;

/** The text of a card. */
final class CardText {
  private static final int MAX_SAMPLE = 3_000;
  private static final int MAX_PROMPT = 20_000;

  /** verl's default of {@code data.max_prompt_length}. */
  private static final int VERL_TOKENS = 512;

  private final DatasetCard card;
  private final JsonNode facts;
  private final long rows;
  private final Markdown text = new Markdown();

  private CardText(DatasetCard card) {
    this.card = card;
    facts = card.facts();
    rows = facts.path("rows").asLong();
  }

  static String of(DatasetCard card) {
    CardText text = new CardText(card);
    text.introduction();
    text.load();
    text.columns();
    text.funnel();
    CardFigures figures = new CardFigures(card, text.text);
    figures.passRates();
    figures.models();
    figures.decontamination();
    figures.checks();
    text.licenses();
    text.replay();
    text.limits();
    text.sample();
    text.prompts();
    return text.text.toString();
  }

  private void introduction() {
    if (card.isToy()) {
      text.block(
          "**This is toy data.** The embedded model, which follows rules, made it or a part of it:"
              + " it is for trying out and testing, not for training.");
    }
    text.block("# " + DatasetCard.TITLE);
    String splits =
        facts.path("splits").properties().stream()
            .map(split -> split.getKey() + " " + number(split.getValue().asLong()))
            .collect(joining(", "));
    text.block(
        number(rows)
            + " problems with worked solutions"
            + (splits.isEmpty() ? "" : " (" + splits + ")")
            + ". Each began as a program that was run in a sandbox; models wrote the problem and,"
            + " seeing nothing but the problem, the solution; only rows whose solution agrees with"
            + " the program's output are kept. The method is that of *Scaling Code-Assisted"
            + " Chain-of-Thoughts and Instructions for Model Reasoning* (arXiv 2510.04081).");
  }

  private void load() {
    text.heading("Load");
    String calls =
        card.filled().stream()
            .map(
                table ->
                    table == Table.DEFAULT
                        ? "load_dataset(FOLDER)"
                        : "load_dataset(FOLDER, \"" + table.configuration() + "\")")
            .collect(joining("\n"));
    text.block("```python\nfrom datasets import load_dataset\n\n" + calls + "\n```");
    if (card.parquet()) {
      text.block(
          "Rows are in the order of a hash of their ids, in every file and from file to file: any"
              + " first rows are a sample. `id` joins the tables.");
    }
    text.block(
        "The longest prompt of `rl` has "
            + number(facts.path("longest_prompt_characters").asLong())
            + " characters, the longest output "
            + number(facts.path("longest_output_characters").asLong())
            + ". verl refuses prompts of more than `data.max_prompt_length` tokens ("
            + VERL_TOKENS
            + " by default).");
  }

  private void columns() {
    text.heading("Configurations");
    if (!card.parquet()) {
      text.block("JSON Lines as the run wrote them; `--format=parquet` gives the tables.");
      return;
    }
    for (Table table : card.filled()) {
      text.block("`" + table.configuration() + "`: " + table.says() + rowsOf(table) + ".");
      List<List<String>> columns = new ArrayList<>();
      columns.add(List.of("column", "type", "holds"));
      for (Column column : table.columns()) {
        columns.add(List.of("`" + column.name() + "`", column.type().label(), column.says()));
      }
      text.table(columns);
    }
  }

  /** How many rows a table has that is made of the others. */
  private String rowsOf(Table table) {
    if (!table.isDerived()) {
      return "";
    }
    return card.splits(table).stream()
        .map(
            part -> number(DatasetCard.derived(card.summary(), table, part)) + " in `" + part + "`")
        .collect(joining(", ", "; ", ""));
  }

  private void funnel() {
    text.heading("What was rejected, and why");
    text.block(
        "Every step passes a record on or rejects it with a reason"
            + (card.filled().contains(Table.REJECTED)
                ? "; `rejected` holds each of them with its evidence."
                : "."));
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("step", "in", "accepted", "kept", "rejected"));
    for (JsonNode step : card.summary().path("steps")) {
      long in = step.path("in").asLong();
      long accepted = step.path("accepted").asLong();
      String reasons =
          step.path("rejected").properties().stream()
              .sorted(
                  Comparator.comparingLong(
                          (Map.Entry<String, JsonNode> reason) -> -reason.getValue().asLong())
                      .thenComparing(Map.Entry::getKey))
              .map(reason -> code(reason.getKey()) + " " + number(reason.getValue().asLong()))
              .collect(joining(", "));
      table.add(
          List.of(
              step.path("name").asText(),
              number(in),
              number(accepted),
              share(accepted, in),
              reasons));
    }
    text.table(table);
  }

  private void licenses() {
    text.heading("Licences and sources");
    text.block(
        "Rows descend from seeds, whose licences they inherit; `license` and `source` of a row name"
            + " them as far as the seeds' own rows tell. What models may be used for is up to their"
            + " own terms.");
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("what", "name", "rows"));
    facts
        .path("licenses")
        .properties()
        .forEach(
            license ->
                table.add(
                    List.of(
                        "licence",
                        license.getKey().isEmpty() ? "not told" : code(license.getKey()),
                        number(license.getValue().asLong()))));
    facts
        .path("sources")
        .properties()
        .forEach(
            source ->
                table.add(
                    List.of(
                        "source",
                        source.getKey().isEmpty() ? "not told" : code(source.getKey()),
                        number(source.getValue().asLong()))));
    text.table(table);
  }

  private void replay() {
    text.heading("Make it again");
    text.block(
        "With the run's folder and its journal, without one model call, byte for byte:\n\n"
            + "```sh\nrunners/caco replay --run=FOLDER --seeds=SEEDS --output=ANOTHER\n```");
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("option of " + code(card.command()), "value"));
    card.options().forEach((name, value) -> table.add(List.of("`--" + name + "`", code(value))));
    text.block("<details><summary>The options that determine the rows</summary>");
    text.table(table);
    text.block("</details>");
  }

  private void limits() {
    text.heading("Known limits");
    text.block(
        """
        - Problem and solution were written by models. That a solution agrees with the program does
          not make every step of it right, and a wrong step can lead to a right answer.
        - Numbers of a problem come from a program: the story need not be likely.
        - Tests change the numbers of an input, so that a part can be larger than its whole.
        - Rows of one seed are alike, and splits are drawn row by row: rows of `validation` have
          relatives in `train`, and measure less than a benchmark does.
        - The grader compares answers, not proofs. verl's scorer, which `data_source` picks,
          compares what is boxed as text; Math-Verify or a function of your own takes more.\
        """);
  }

  private void sample() {
    JsonNode sample = facts.path("sample");
    if (!sample.isObject()) {
      return;
    }
    text.heading("A row");
    text.block("The one whose id has the smallest hash, `" + sample.path("id").asText() + "`.");
    for (String field : List.of("instruction", "output", "answer", "code")) {
      text.block("`" + field + "`");
      text.fenced(
          field.equals("code") ? "python" : "text", sample.path(field).asText(), MAX_SAMPLE);
    }
  }

  private void prompts() {
    if (card.prompts().isEmpty()) {
      return;
    }
    text.heading("Prompts");
    for (DatasetCard.PromptText prompt : card.prompts()) {
      text.block("`" + prompt.name() + "`, hash `" + ContentHash.of("prompt", prompt.text()) + "`");
      text.fenced("text", prompt.text(), MAX_PROMPT);
    }
  }
}
