package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The tests of the package that runs inside the sandbox, by the interpreter that it runs in. */
class PythonTest {

  @Test
  void theTestsInPythonPass() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            TestConfigs.python().executable(),
            "-B",
            "-m",
            "unittest",
            "discover",
            "--start-directory=src/test/python");
    builder.environment().put("PYTHONPATH", Path.of("src/main/python").toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output).containsPattern("Ran [1-9][0-9]+ tests").contains("\nOK");
  }
}
