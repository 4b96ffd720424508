package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.caco.runners.direct.OtherReadings.Findings;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every test of a row has the output of each reading that the row's own input leaves open, and told
 * in the row's text, the answer of a solver that sees no more.
 *
 * <p>By default of a small run on bundled seeds. {@code -Dcaco.twins.programs=2000} and {@code
 * -Dcaco.twins.seeds=500} take that many programs, and seeds of GSM8K in the data folder or of
 * {@code -Dcaco.twins.file=FILE}; {@code -Dcaco.twins.dataset=DIR} looks at a run that is there,
 * and only says what it finds. {@code -Dcaco.twins.shown=true} prints every contradiction.
 */
class TestsHoldTest {
  private static final SandboxConfig SANDBOX =
      SandboxConfig.defaults().withCpuLimit(Duration.ofMillis(500));

  @TempDir Path folder;

  @Test
  void noTestContradictsAReadingThatTheRowsInputLeavesOpen() throws IOException {
    Path run = folder.resolve("run");
    Ran.demoOrGsm8k("twins", run);

    Findings findings = findings(run);

    System.out.println(findings);
    assertThat(findings.contradicted()).as(findings.toString()).isZero();
    assertThat(findings.rowsWithTests()).isGreaterThan(findings.rows() * 8 / 10);
    JsonNode totals = Rows.summary(run).get("totals");
    assertThat(totals.get("rows with tests").asInt()).isEqualTo(findings.rowsWithTests());
    assertThat(totals.get("tests").asInt()).isEqualTo(findings.tests());
    assertThat(totals.get("twins excluded").asInt()).isPositive();
    RetoldTests.Findings retold = RetoldTests.in(Rows.json(run, "dataset"));
    System.out.println(retold);
    assertThat(retold.told()).isGreaterThan(retold.tests() / 2);
    assertThat(retold.otherwise() * 200).as(retold.toString()).isLessThanOrEqualTo(retold.told());
  }

  @Test
  void aRunThatIsThere() throws IOException {
    String run = System.getProperty("caco.twins.dataset", "");
    assumeTrue(!run.isEmpty(), "no run to look at: set -Dcaco.twins.dataset");
    System.out.println(RetoldTests.in(Rows.json(Path.of(run), "dataset")));
    System.out.println(findings(Path.of(run)));
  }

  private static Findings findings(Path run) throws IOException {
    try (Sandbox sandbox = Sandbox.open(SANDBOX)) {
      return new OtherReadings(sandbox).in(Rows.json(run, "dataset"));
    }
  }
}
