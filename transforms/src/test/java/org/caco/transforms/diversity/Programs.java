package org.caco.transforms.diversity;

import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Facts;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;

/** Samples for tests. */
final class Programs {
  private Programs() {}

  /** A sample with the program {@code code}. */
  static Sample sample(String id, String code) {
    return Sample.newBuilder()
        .setId(id)
        .setProgram(Program.newBuilder().setId(id).setCode(code))
        .build();
  }

  /** A sample whose program has a fingerprint. */
  static Sample sample(String id, String code, String fingerprint) {
    return sample(id, code).toBuilder()
        .setExecution(
            Execution.newBuilder().setFacts(Facts.newBuilder().setFingerprint(fingerprint)))
        .build();
  }
}
