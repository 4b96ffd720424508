package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.caco.hash.ContentHash;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Synthesis;
import org.caco.pipelines.options.LimitOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.PreviewOptions;
import org.caco.pipelines.options.RoleOptions;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.transforms.export.WriteJsonLines;
import org.caco.transforms.model.Message;
import org.caco.transforms.model.ModelStep;
import org.caco.transforms.model.Prompt;
import org.caco.transforms.step.RejectedException;

/**
 * A full prompt of each role: what its model would be asked about a record that the embedded model
 * has brought as far as the role's step.
 */
final class SamplePrompts {
  private static final int RECORDS = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<Message>> byRole;

  private SamplePrompts(Map<String, List<Message>> byRole) {
    this.byRole = byRole;
  }

  /** Runs some seeds with the embedded model. */
  static SamplePrompts make(PreviewOptions options, String seeds, Path folder) {
    SynthesizeOptions run = OptionCatalog.copy(options, SynthesizeOptions.class);
    for (var group : List.of(ModelOptions.class, RoleOptions.class, LimitOptions.class)) {
      OptionCatalog.reset(run, group, option -> option.getter().getDeclaringClass().equals(group));
    }
    if (!seeds.equals(options.getSeeds())) {
      // The bundled ones are recognised.
      run.setSeedFields(null);
    }
    run.setSeeds(seeds);
    run.setMaxSeeds(Preview.smaller(options.getMaxSeeds(), RECORDS));
    run.setPrograms(RECORDS);
    run.setRows(null);
    run.setShards(1);
    run.setEmbeddedMistakes(0);
    run.setJournal(ModelOptions.NO_JOURNAL);
    run.setOutput(folder.toString());
    RunnerAdapter runner = RunnerAdapter.of(run);
    runner.prepare(run);
    Pipeline pipeline = Synthesis.synthesize(run).pipeline();
    inputs(pipeline).forEach((step, records) -> write(step, records, options, folder));
    PipelineResult.State state = runner.run(pipeline).waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException("The run for the prompts ended as " + state + ".");
    }
    Map<String, List<Message>> byRole = new HashMap<>();
    for (Role role : Role.ALL) {
      first(folder.resolve(role.id())).ifPresent(prompt -> byRole.put(role.id(), prompt));
    }
    return new SamplePrompts(byRole);
  }

  /** The prompt of a role, if a record got as far as its step. */
  Optional<List<Message>> of(Role role) {
    return Optional.ofNullable(byRole.get(role.id()));
  }

  /** What each step that asks a model takes, by the step's name. */
  private static Map<String, PCollection<?>> inputs(Pipeline pipeline) {
    Map<String, PCollection<?>> inputs = new HashMap<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof ModelStep<?> step) {
              inputs.put(step.getName(), node.getInputs().values().iterator().next());
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    return inputs;
  }

  private static void write(
      String step, PCollection<?> records, PreviewOptions options, Path folder) {
    for (Role role : Role.ALL) {
      if (role.step().equals(step)) {
        records
            .apply(
                "Prompts-" + role.id(),
                ParDo.of(new PromptFn(role.each(options).get(0).question(options))))
            .apply("Write-" + role.id(), WriteJsonLines.to(folder.toString(), role.id()));
      }
    }
  }

  /** Of all prompts one, the same whatever their order. */
  private static Optional<List<Message>> first(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Optional<String> line = Optional.empty();
      for (Path file : files.toList()) {
        try (Stream<String> lines = Files.lines(file, UTF_8)) {
          line =
              Stream.concat(line.stream(), lines.toList().stream())
                  .min(Comparator.comparing(ContentHash::of));
        }
      }
      return line.isEmpty()
          ? Optional.empty()
          : Optional.of(JSON.readValue(line.get(), new TypeReference<List<Message>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class PromptFn extends DoFn<Object, String> {
    private static final long serialVersionUID = 1L;

    private final SerializableFunction<Object, Prompt> question;

    private PromptFn(SerializableFunction<Object, Prompt> question) {
      this.question = question;
    }

    @ProcessElement
    public void process(@Element Object record, OutputReceiver<String> prompts)
        throws JsonProcessingException {
      try {
        prompts.output(JSON.writeValueAsString(question.apply(record).messages()));
      } catch (RejectedException e) {
        // The step would reject the record before it asks.
      }
    }
  }
}
