package org.caco.transforms.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.sample;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Values;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.SandboxUnavailableException;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.Shared;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class ExecuteProgramsTest {
  private static final String WORKS =
      """
      import math

      input = {"apples": 6, "boxes": 7}

      # How many there are.
      def total(apples, boxes):
          return apples * boxes

      output = total(**input)
      print(output)
      """;

  @BeforeAll
  static void sandboxIsAvailable() {
    TestSandbox.assumeAvailable();
  }

  private static ExecutePrograms execute() {
    return ExecutePrograms.in(TestSandbox.CONFIG);
  }

  @Test
  void aSandboxThatFailsInTheMiddleOfARunRejectsNoProgram(TestPipeline pipeline) {
    SandboxConfig config = TestSandbox.CONFIG.withWallFactor(3);
    try (Shared.Lease<Sandbox> sandbox = Sandboxes.acquire(config)) {
      sandbox.get().close();
      given(pipeline, Map.of("works", WORKS)).apply(ExecutePrograms.in(config));
      assertThatThrownBy(pipeline::run).hasRootCauseInstanceOf(SandboxUnavailableException.class);
    }
  }

  @Test
  void aProgramThatWorksIsAcceptedWithItsExecution(TestPipeline pipeline) {
    assertAccepted(
        given(pipeline, Map.of("works", WORKS)).apply(execute()),
        sample -> {
          Execution execution = sample.getExecution();
          assertThat(sample.toBuilder().clearExecution().build()).isEqualTo(sample("works", WORKS));
          assertThat(execution)
              .returns("ok", Execution::getVerdict)
              .returns("{\"apples\":6,\"boxes\":7}", Execution::getInput)
              .returns("42", Execution::getOutput)
              .returns("42", Execution::getOutputText)
              .returns("", Execution::getError)
              .returns("namespaces+seccomp", Execution::getIsolation);
          return null;
        });
    pipeline.run();
  }

  @Test
  void anExecutionHoldsWhatTheSourceSaysOfItself(TestPipeline pipeline) {
    assertAccepted(
        given(pipeline, Map.of("works", WORKS)).apply(execute()),
        sample -> {
          assertThat(sample.getExecution().getFacts().toBuilder().clearFingerprint().build())
              .hasToString(
                  """
                  code_lines: 5
                  imports: "math"
                  names: "apples"
                  names: "boxes"
                  names: "input"
                  names: "output"
                  names: "print"
                  names: "total"
                  input_keys: "apples"
                  input_keys: "boxes"
                  input_keys_read: "apples"
                  input_keys_read: "boxes"
                  output_from_input: true
                  operations: 1
                  """);
          assertThat(sample.getExecution().getFacts().getFingerprint()).isNotEmpty();
          return null;
        });
    pipeline.run();
  }

  @Test
  void whateverAProgramDoesHasAReason(TestPipeline pipeline) {
    Map<String, String> programs = new HashMap<>();
    Map<String, String> outcomes = new HashMap<>();
    String[][] table = {
      {"works", WORKS, ACCEPTED},
      {"gives None", "output = None", ACCEPTED},
      {"no Python", "output = = 3", "syntax_error"},
      {"badly indented", "if True:\noutput = 1", "syntax_error"},
      {"tabs and spaces", "if True:\n        x = 1\n\toutput = 1", "syntax_error"},
      {"empty", "", "no_output"},
      {"no output", "result = 3", "no_output"},
      {"divides by zero", "output = 1 / 0", "exception"},
      {"raises without a word", "raise ValueError", "exception"},
      {"exits", "import sys\nsys.exit(3)", "exception"},
      {"recurses", "def f(): return f()\noutput = f()", "exception"},
      {"reads a file", "output = open('/etc/shadow').read()", "forbidden"},
      {"writes a file", "output = open('/tmp/x', 'w').write('x')", "forbidden"},
      {"denied without a word", "raise PermissionError", "forbidden"},
      {
        "calls out",
        "import socket\noutput = socket.create_connection(('127.0.0.1', 1)).fileno()",
        "forbidden"
      },
      {
        "starts a process",
        "import subprocess\noutput = str(subprocess.run(['/bin/true']))",
        "forbidden"
      },
      {"forks", "import os\noutput = os.fork()", "forbidden"},
      {"loops", "while True: pass", "timeout"},
      {"fills memory", "output = len(bytearray(1 << 33))", "memory"},
      {"sends a signal", "import os\noutput = os.kill(os.getpid(), 9)", "forbidden"},
      {"crashes", "import ctypes\noutput = ctypes.string_at(0)", "killed"},
      {"gives a function", "output = lambda: 0", "unsupported"},
      {"contains itself", "output = []\noutput.append(output)", "unsupported"},
      {"10,000 digits", "output = 10 ** 9999", ACCEPTED},
      {"10,001 digits", "output = 10 ** 10000", "value_too_large"},
      {"a long text", "output = 'x' * 5_000_000", "value_too_large"},
    };
    for (String[] row : table) {
      programs.put(row[0], row[1]);
      outcomes.put(row[0], row[2]);
    }
    assertOutcomes(given(pipeline, programs).apply(execute()), outcomes);
    pipeline.run();
  }

  @Test
  void aRejectionHoldsTheExecution(TestPipeline pipeline) {
    assertRejected(
        given(pipeline, Map.of("fails", "input = {'a': 1}\noutput = input['b']")).apply(execute()),
        rejection -> {
          assertThat(rejection.getEvidence()).isEqualTo("KeyError: 'b' (line 2)");
          assertThat(rejection.getSample().getExecution())
              .returns("error", Execution::getVerdict)
              .returns("{\"a\":1}", Execution::getInput)
              .returns("", Execution::getOutput)
              .returns("KeyError: 'b' (line 2)", Execution::getError);
          return null;
        });
    pipeline.run();
  }

  @Test
  void theSameProgramGivesTheSameRecord(TestPipeline pipeline) {
    Sample sample = sample("works", WORKS);
    StepResult<Sample> result = given(pipeline, sample, sample, sample).apply(execute());
    PAssert.that("copies", result.accepted().apply(Count.perElement()).apply(Values.create()))
        .containsInAnyOrder(3L);
    pipeline.run();
  }

  @Test
  void noProgramsGiveNothing(TestPipeline pipeline) {
    assertNothing(given(pipeline).apply(execute()));
    pipeline.run();
  }

  @Test
  void aStepHasTheNameThatItIsGiven(TestPipeline pipeline) {
    assertRejected(
        given(pipeline, Map.of("fails", "output = 1 / 0")).apply(execute().named("Again")),
        rejection -> {
          assertThat(rejection.getStep()).isEqualTo("Again");
          return null;
        });
    pipeline.run();
  }

  @Test
  void withoutSandboxNothingRuns(TestPipeline pipeline) {
    given(pipeline, Map.of("works", WORKS))
        .apply(ExecutePrograms.in(TestSandbox.CONFIG.withPython("/nowhere/python3")));
    assertThatThrownBy(pipeline::run).hasMessageContaining("No program can be run here");
  }
}
