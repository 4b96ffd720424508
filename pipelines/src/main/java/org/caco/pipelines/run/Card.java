package org.caco.pipelines.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Tables;
import org.caco.pipelines.options.DatasetOptions;
import org.caco.pipelines.options.Decides;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.OutputOptions;
import org.caco.transforms.publish.DatasetCard;
import org.caco.transforms.publish.DatasetCard.PromptText;
import org.caco.transforms.publish.Publication;
import org.caco.transforms.publish.Table;
import org.caco.transforms.publish.WriteDatasetFacts;
import org.caco.transforms.report.OutputDirectory;

/** The data set card of a run that is over. */
final class Card {
  /** The step whose records are the training set of the code model. */
  private static final String SEED_PROGRAMS = "DropDuplicateSeedPrograms";

  private Card() {}

  /**
   * Writes it, and what stands beside it, where the run's command makes a data set.
   *
   * @param command the name of the run's command
   * @param type its options
   * @param roles the models that it calls
   */
  static void write(
      PipelineOptions options,
      String command,
      Class<? extends PipelineOptions> type,
      List<Role> roles)
      throws IOException {
    if (!DatasetOptions.class.isAssignableFrom(type)) {
      return;
    }
    OutputOptions output = options.as(OutputOptions.class);
    DatasetOptions dataset = options.as(DatasetOptions.class);
    JsonNode summary = OutputDirectory.summary(output.getOutput());
    Publication.write(
        output.getOutput(),
        new DatasetCard(
            command,
            Tables.isParquet(dataset),
            Tables.of(dataset).stream().filter(table -> hasRows(table, summary)).toList(),
            Tables.split(dataset, output.getShards()),
            summary,
            WriteDatasetFacts.read(output.getOutput()),
            prompts(options.as(ModelOptions.class), roles),
            settings(options, type)));
  }

  /** Of the dataset's own tables, which the card counts, it is not known here. */
  private static boolean hasRows(Table table, JsonNode summary) {
    if (table.isDerived()) {
      return DatasetCard.derived(summary, table, Table.TRAIN)
              + DatasetCard.derived(summary, table, Table.VALIDATION)
          > 0;
    }
    long rows = 0;
    for (JsonNode step : summary.path("steps")) {
      if (table == Table.REJECTED) {
        rows += step.path("in").asLong() - step.path("accepted").asLong();
      } else if (table == Table.CODEGEN && step.path("name").asText().equals(SEED_PROGRAMS)) {
        rows += step.path("accepted").asLong();
      }
    }
    return table.isSplit() || rows > 0;
  }

  private static List<PromptText> prompts(ModelOptions options, List<Role> roles) {
    List<PromptText> prompts = new ArrayList<>();
    for (Role role : roles) {
      prompts.add(new PromptText(role.id(), role.prompt(options).text()));
      if (role == Role.UNIFY) {
        prompts.add(
            new PromptText("unify, of an answer alone", Role.unsolvedPrompt(options).text()));
      }
    }
    return prompts;
  }

  /** Files have names that are nobody's business, and what is in them the card tells elsewhere. */
  static SortedMap<String, String> settings(
      PipelineOptions options, Class<? extends PipelineOptions> type) {
    return new TreeMap<>(
        OptionCatalog.values(
            options,
            type,
            option ->
                option.file().isEmpty()
                    && (option.decides() == Decides.Kind.RESULTS
                        || option.decides() == Decides.Kind.RESULTS_HERE)));
  }
}
