package org.caco.transforms.export;

import org.caco.transforms.records.Consistency;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Facts;
import org.caco.transforms.records.InputChoice;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.Solution;
import org.caco.transforms.records.TestCase;
import org.caco.transforms.records.TestTally;
import org.caco.transforms.records.Verdict;

/** Samples for the tests of this package. */
final class Samples {
  /** A sample that went through the whole graph; its second solution agrees. */
  static final Sample FINISHED =
      Sample.newBuilder()
          .setId("sample")
          .setPosition(5)
          .setSeed(
              Seed.newBuilder()
                  .setId("seed")
                  .setLocation(Location.newBuilder().setFile("seeds.jsonl").setLine(7)))
          .setProgram(
              Program.newBuilder()
                  .setId("program")
                  .setCode("print(\"\u00e9\")\n")
                  .addSeedIds("seed")
                  .addOrigins(Origin.newBuilder().setDataSet("set").setRow("r1").setLicense("mit"))
                  .addExampleIds("example")
                  .setCall(call("code", 0)))
          .setExecution(
              Execution.newBuilder()
                  .setVerdict("ok")
                  .setInput("{\"a\":1.0}")
                  .setOutput("{\"$float\":\"nan\"}")
                  .setOutputText("nan")
                  .setIsolation("namespaces")
                  .addTests(
                      TestCase.newBuilder()
                          .setInput("{\"a\":2.0}")
                          .setOutput("4.0")
                          .setOutputText("4.0"))
                  .setTally(
                      TestTally.newBuilder().setTests(3).setPassed(3).setTelling(2).setCalls(4))
                  .setFacts(Facts.newBuilder().setCodeLines(6).addNames("a").addInputKeys("a")))
          .setProblem(
              Problem.newBuilder()
                  .setId("problem")
                  .setText("How many?")
                  .setCall(call("problem", 0)))
          .addSolutions(
              Solution.newBuilder().setId("s0").setText("Wrong.").setCall(call("solve", 0)))
          .addSolutions(
              Solution.newBuilder()
                  .setId("s1")
                  .setText("Right.")
                  .setAnswer("nan")
                  .setAgrees(true)
                  .setReason("same_text")
                  .setCall(call("solve", 1)))
          .setChoice(
              InputChoice.newBuilder()
                  .addExcluded("true_division 4:11")
                  .addOpen("exclusive_bound 5:4")
                  .setWrittenInput("{\"a\":3.0}")
                  .setWrittenProgram("before"))
          .setConsistency(
              Consistency.newBuilder()
                  .setAttempts(2)
                  .setAgreeing(1)
                  .setMajorityAnswer("nan")
                  .setMajorityAgrees(true))
          .addVerdicts(Verdict.newBuilder().setStep("ApplyRules").setReason("passed"))
          .addVerdicts(
              Verdict.newBuilder().setStep("Judge").setReason("same").setCall(call("judge", 0)))
          .build();

  private Samples() {}

  private static ModelCall call(String role, int index) {
    return ModelCall.newBuilder()
        .setRole(role)
        .setModel("m")
        .setParameters("{\"n\":1}")
        .setPromptHash("p-" + role)
        .setRequestHash("r-" + role + index)
        .setSampleIndex(index)
        .setOutputTokens(12)
        .build();
  }
}
