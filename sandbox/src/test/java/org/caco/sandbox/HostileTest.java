package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hostile programs of hostile.txt, in both tiers, as this user and as an unprivileged one. */
class HostileTest {

  @TestFactory
  Stream<DynamicTest> inNamespaces() throws IOException {
    return suite(Isolation.NAMESPACES);
  }

  @TestFactory
  Stream<DynamicTest> underLandlock() throws IOException {
    return suite(Isolation.LANDLOCK);
  }

  private static Stream<DynamicTest> suite(Isolation isolation) throws IOException {
    HostileSuite suite = new HostileSuite(isolation);
    return HostileSuite.programs().stream()
        .map(
            program ->
                DynamicTest.dynamicTest(
                    program.name(), () -> assertThat(suite.check(program)).isEmpty()))
        .onClose(
            () -> {
              try {
                suite.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @Test
  void thereAreAtLeast350Programs() {
    assertThat(HostileSuite.programs()).hasSizeGreaterThanOrEqualTo(350);
  }

  /** The whole suite in a JVM of the user nobody, from a class path that nobody can read. */
  @ParameterizedTest
  @EnumSource
  void asAnUnprivilegedUser(Isolation isolation, @TempDir Path folder) throws Exception {
    assumeTrue(
        Executables.IS_ROOT, "only root can become another user; the others are one already");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entry.contains("jackson") || new File(entry).isDirectory()) {
        Path copy = folder.resolve(Integer.toString(classPath.size()));
        copy(Path.of(entry), copy);
        classPath.add(copy.toString());
      }
    }
    List<String> command = new ArrayList<>(Executables.dropPrivileges());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djava.io.tmpdir=/tmp", "-cp", String.join(":", classPath)));
    command.addAll(List.of(HostileSuite.class.getName(), isolation.name()));

    Executables.Output output = Executables.run(command, 540);

    assertThat(output.exitCode()).describedAs(output.text()).isZero();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
