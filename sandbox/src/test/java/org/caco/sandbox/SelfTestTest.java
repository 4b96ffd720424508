package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfTestTest {
  private static final SandboxConfig CONFIG = TestConfigs.SHORT;

  @Test
  void everythingIsBlocked() {
    assertThat(TestConfigs.sandbox(TestConfigs.DEFAULT).selfTest())
        .hasSizeGreaterThan(30)
        .allMatch(Probe::blocked);
  }

  /** Takes one part of the jail away: the self-test must name what gets through. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "if _syscall(*_SECCOMP) < 0: | if False: | self_test, ptrace, user_namespace",
        "resource.setrlimit(resource.RLIMIT_AS, (memory, memory)) | pass | take_memory",
        "os.closerange(4, 256) | pass | descriptors",
      })
  void namesWhatGetsThrough(String part, String instead, String expected) throws Exception {
    assertThat(attack(Jail.command(CONFIG, TestConfigs.python()), part, instead))
        .contains(expected.split(", ", -1));
  }

  @Test
  void namesWhatGetsThroughWithoutAJail() throws Exception {
    List<String> bare =
        Jail.command(CONFIG.withIsolation(Isolation.LANDLOCK), TestConfigs.python());

    assertThat(attack(bare, "self.namespaces = jail.PidNamespaces()", "pass"))
        .contains("read_file", "make_file", "read_system", "bait_untouched");
  }

  private static List<String> attack(List<String> command, String part, String instead)
      throws Exception {
    String source =
        new String(Jail.message(CONFIG, TestConfigs.python(), false), StandardCharsets.UTF_8);
    assertThat(source).contains(part);
    ScheduledExecutorService watchdog = Executors.newScheduledThreadPool(1);
    try (Zygote zygote = Zygote.launch(command, Jail.environment(0), watchdog, 16 << 20)) {
      zygote.warmUp(source.replace(part, instead).getBytes(StandardCharsets.UTF_8));
      return new SelfTest(CONFIG, TestConfigs.python(), new Judge(CONFIG), zygote)
          .attack().stream().filter(probe -> !probe.blocked()).map(Probe::name).toList();
    } finally {
      watchdog.shutdownNow();
    }
  }

  @Test
  void refusesAnInterpreterThatIsNotThere() {
    assertThatThrownBy(() -> Sandbox.open(CONFIG.withPython("/no/such/python")))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("/no/such/python is no program")
        .hasMessageNotContaining("apt-get");
  }

  @Test
  void refusesAnInterpreterThatIsNone() {
    assertThatThrownBy(() -> Sandbox.open(CONFIG.withPython("/bin/true")))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("/bin/true cannot be used");
  }

  @Test
  void saysNothingIsMissingWhereASandboxOpens() {
    assertThat(Requirement.missing(CONFIG)).isEmpty();
  }
}
