package org.caco.transforms.execute;

import static java.util.Objects.requireNonNullElse;

import org.caco.sandbox.SandboxResult;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Facts;

/** Makes execution records. */
public final class Executions {
  private Executions() {}

  /** What the sandbox said of a program, without its times. */
  public static Execution of(SandboxResult result) {
    org.caco.sandbox.Facts facts = result.facts();
    return Execution.newBuilder()
        .setVerdict(result.verdict().label())
        .setInput(requireNonNullElse(result.input(), ""))
        .setOutput(requireNonNullElse(result.output(), ""))
        .setOutputText(result.outputText())
        .setError(result.error())
        .setIsolation(result.isolation())
        .setFacts(
            Facts.newBuilder()
                .setCodeLines(facts.codeLines())
                .addAllImports(facts.imports())
                .addAllNames(facts.names())
                .addAllInputKeys(facts.inputKeys())
                .addAllInputKeysRead(facts.inputKeysRead())
                .setUsesRandomness(facts.usesRandomness())
                .setUsesTime(facts.usesTime())
                .setFingerprint(facts.fingerprint())
                .setOutputFromInput(facts.outputFromInput())
                .setOperations(facts.operations())
                .addAllUnusedFunctions(facts.unusedFunctions())
                .setPrints(facts.prints()))
        .build();
  }
}
