package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtual environments: what is installed in one is there, and what only leads outside is not. */
class EnvironmentTest {
  private static final String SECRET = "API_KEY=secret";
  private Path folder;
  private Path python;
  private Path packages;
  private Path project;

  @BeforeEach
  void makeAnEnvironmentAndAProject(@TempDir Path root) throws Exception {
    folder = root;
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    // With the packages of the machine, so that it has sympy.
    Process made =
        new ProcessBuilder(
                TestConfigs.python().executable(),
                "-m",
                "venv",
                "--without-pip",
                "--system-site-packages",
                folder.resolve("venv").toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    python = folder.resolve("venv/bin/python");
    try (Stream<Path> libraries = Files.list(folder.resolve("venv/lib"))) {
      packages = libraries.findFirst().orElseThrow().resolve("site-packages");
    }
    project = folder.resolve("project");
    Files.createDirectories(project.resolve("src/mine"));
    Files.writeString(project.resolve(".env"), SECRET);
    Files.writeString(project.resolve("src/mine/__init__.py"), "value = 'mine'\n");
  }

  private SandboxConfig config(Isolation isolation) {
    return TestConfigs.DEFAULT
        .withIsolation(isolation)
        .withWorkers(1)
        .withPython(python.toString());
  }

  @ParameterizedTest
  @EnumSource
  void itsPackagesAreThere(Isolation isolation) throws Exception {
    Files.createDirectory(packages.resolve("graphs"));
    Files.writeString(packages.resolve("graphs/__init__.py"), "answer = 4\n");

    try (Sandbox sandbox = Sandbox.open(config(isolation))) {
      String code = "import graphs, sys\noutput = [graphs.answer, sys.prefix]";
      assertThat(sandbox.run(Snippet.of("id", code)).output())
          .isEqualTo("[4,\"" + folder.resolve("venv") + "\"]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEditableInstallShowsNothingOfItsProject(Isolation isolation) throws Exception {
    Files.writeString(
        packages.resolve("plain.pth"), project.resolve("src") + "\n" + project + "\n");
    Files.writeString(
        packages.resolve("code.pth"), "import sys; sys.path.append('" + project + "')\n");
    Files.writeString(
        packages.resolve("__editable__.mine.pth"),
        "import __editable___mine_finder; __editable___mine_finder.install()\n");
    Files.writeString(
        packages.resolve("__editable___mine_finder.py"),
        "import sys\nMAPPING = {'mine': '"
            + project.resolve("src/mine")
            + "'}\ndef install():\n    sys.path.append('"
            + project.resolve("src")
            + "')\n");
    Files.createSymbolicLink(packages.resolve("linked"), project);

    try (Sandbox sandbox = Sandbox.open(config(isolation))) {
      String code =
          """
          import os
          found = []
          for path in ("%1$s/.env", "%1$s/src/mine/__init__.py", "%2$s/linked/.env"):
              try:
                  found.append(open(path).read())
              except OSError:
                  pass
          try:
              import mine
              found.append(mine.value)
          except ImportError:
              pass
          output = found
          """
              .formatted(project, packages);
      assertThat(sandbox.run(Snippet.of("id", code)).output()).isEqualTo("[]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSelfTestSeesAProjectThatIsShown(Isolation isolation) throws Exception {
    Files.writeString(packages.resolve("plain.pth"), project + "\n");
    SandboxConfig config = config(isolation);
    Interpreter interpreter = Objects.requireNonNull(Interpreter.find(python.toString()).found());
    List<String> command = new ArrayList<>(Jail.command(config, interpreter));
    int bind = command.indexOf("--ro-bind-try");
    if (bind >= 0) {
      command.addAll(bind, List.of("--ro-bind", project.toString(), project.toString()));
    }
    String message =
        new String(Jail.message(config, interpreter, false), StandardCharsets.UTF_8)
            .replace("\"read\":[", "\"read\":[\"" + project + "\",");
    ScheduledExecutorService watchdog = Executors.newScheduledThreadPool(1);
    try (Zygote zygote = Zygote.launch(command, Jail.environment(0), watchdog, 16 << 20)) {
      zygote.warmUp(message.getBytes(StandardCharsets.UTF_8));

      assertThat(
              new SelfTest(config, interpreter, new Judge(config), zygote)
                  .attack().stream().filter(probe -> !probe.blocked()).map(Probe::name))
          .containsExactly("read_outside");
    } finally {
      watchdog.shutdownNow();
    }
  }

  @Test
  void oneThatNobodyMayEnterSaysSo() throws Exception {
    assumeTrue(Executables.IS_ROOT, "others run programs as themselves");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

    assertThatThrownBy(() -> Sandbox.open(config(Isolation.NAMESPACES)))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("the user nobody, who may not enter " + folder)
        .hasMessageNotContaining("--isolation")
        .hasMessageNotContaining("apt-get");
  }

  @Test
  void aMissingModuleIsNamedWithItsInterpreter() throws Exception {
    Path config = folder.resolve("venv/pyvenv.cfg");
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "include-system-site-packages = true", "include-system-site-packages = false"));

    assertThatThrownBy(() -> Sandbox.open(config(Isolation.NAMESPACES)))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining(python + " has no module sympy")
        .hasMessageNotContaining("apt-get");
  }
}
