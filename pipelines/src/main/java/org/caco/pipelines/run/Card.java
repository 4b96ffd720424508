package org.caco.pipelines.run;

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
import org.caco.pipelines.options.SeedOptions;
import org.caco.transforms.publish.DatasetCard;
import org.caco.transforms.publish.DatasetCard.PromptText;
import org.caco.transforms.publish.Publication;
import org.caco.transforms.publish.WriteDatasetFacts;
import org.caco.transforms.report.OutputDirectory;

/** The data set card of a run that is over. */
final class Card {
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
    Publication.write(
        output.getOutput(),
        new DatasetCard(
            command,
            Tables.isParquet(dataset),
            Tables.of(dataset, SeedOptions.class.isAssignableFrom(type)),
            Tables.split(dataset, output.getShards()),
            OutputDirectory.summary(output.getOutput()),
            WriteDatasetFacts.read(output.getOutput()),
            prompts(options.as(ModelOptions.class), roles),
            settings(options, type)));
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
  private static SortedMap<String, String> settings(
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
