package org.caco.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.caco.sandbox.SandboxConfig;
import org.caco.transforms.behaviour.BehaviourConfig;
import org.caco.transforms.behaviour.CheckBehaviour;
import org.caco.transforms.consistency.CheckConsistency;
import org.caco.transforms.diversity.DropNearDuplicates;
import org.caco.transforms.diversity.NearDuplicateConfig;
import org.caco.transforms.execute.ExecutePrograms;
import org.caco.transforms.export.WriteJsonLines;
import org.caco.transforms.generate.ChooseExamples;
import org.caco.transforms.input.ChooseInput;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.problem.CheckProblem;
import org.caco.transforms.row.CheckRow;
import org.caco.transforms.row.RowConfig;
import org.caco.transforms.rules.ApplyRules;
import org.caco.transforms.rules.RulesConfig;
import org.caco.transforms.select.SelectSeeds;
import org.caco.transforms.solve.SolveProblem;
import org.caco.transforms.unify.CheckAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a runner's display shows of a transform's settings. */
final class DisplayDataTest {
  static Stream<PTransform<?, ?>> transforms() {
    SandboxConfig sandbox = SandboxConfig.defaults();
    return Stream.of(
        SelectSeeds.atMost(7),
        ExecutePrograms.in(sandbox),
        ApplyRules.with(RulesConfig.defaults()),
        CheckBehaviour.in(sandbox, BehaviourConfig.defaults()),
        ChooseInput.in(sandbox),
        CheckAnswer.create(),
        ChooseExamples.of(100, 2),
        DropNearDuplicates.of(NearDuplicateConfig.DEFAULT),
        CheckProblem.create(),
        CheckConsistency.create(),
        CheckRow.with(RowConfig.DEFAULT),
        WriteJsonLines.to("out", "dataset"));
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void showsSettings(PTransform<?, ?> transform) {
    assertThat(shown(transform)).isNotEmpty();
  }

  @Test
  void showsWhichModelIsAskedWhereAndHow() {
    ModelConfig model = ModelConfig.of("solve", "https://host/v1", "m");

    assertThat(shown(SolveProblem.with(model, PromptTemplate.packaged("solve")).withSolutions(4)))
        .containsEntry("model", "m")
        .containsEntry("endpoints", "https://host/v1")
        .containsEntry("replies", "4")
        .containsKey("parameters");
  }

  private static Map<String, String> shown(PTransform<?, ?> transform) {
    return DisplayData.from(transform).items().stream()
        .collect(
            Collectors.toMap(DisplayData.Item::getKey, item -> String.valueOf(item.getValue())));
  }
}
