package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher itself, in a checkout of its own whose folder has a space in its name. Maven is
 * played by a script that puts a small program where a build would, and keeps count.
 */
class LauncherTest {
  /** The commands of the system that the launcher may use. */
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "bash",
          "cat",
          "comm",
          "cp",
          "dirname",
          "env",
          "find",
          "flock",
          "id",
          "mkdir",
          "mktemp",
          "mv",
          "readlink",
          "rm",
          "sed",
          "setpriv",
          "sha256sum",
          "sort",
          "tr",
          "xargs");

  private record Result(int status, String out, String err) {}

  /** What the launcher starts in these tests: shows where and how it runs, and obeys. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      System.out.println(String.join("|", args));
      System.out.println(Path.of("").toAbsolutePath().getFileName());
      System.exit(args.length > 1 && args[1].equals("--fail") ? 42 : 0);
    }
  }

  @TempDir private Path folder;
  private Path root;
  private Path bin;

  /** JUnit warns of every link that leads out of the folder it deletes. */
  @AfterEach
  void deleteLinks() throws IOException {
    try (Stream<Path> files = Files.list(bin)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  @BeforeEach
  void checkOut() throws IOException {
    root = folder.resolve("a checkout");
    bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : TOOLS) {
      for (Path place : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
        Path link = bin.resolve(tool);
        if (Files.exists(place.resolve(tool)) && !Files.exists(link)) {
          Files.createSymbolicLink(link, place.resolve(tool));
        }
      }
    }
    for (String module :
        List.of(
            "sandbox",
            "transforms/grader",
            "transforms/model-server",
            "transforms",
            "pipelines",
            "runners/direct")) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), module);
    }
    Files.createDirectory(root.resolve(".mvn"));
    Files.writeString(root.resolve("pom.xml"), "all");
    Files.writeString(root.resolve("runners/pom.xml"), "runners");
    Files.writeString(root.resolve("sandbox/src/main/java/One.java"), "one");
    Files.writeString(root.resolve("sandbox/src/main/java/Two.java"), "two");
    Files.copy(Path.of("../caco"), root.resolve("runners/caco"));
    Path list = Path.of("pipelines/src/main/resources/org/caco/pipelines/commands.txt");
    Files.createDirectories(root.resolve(list).getParent());
    Files.copy(Path.of("../..").resolve(list), root.resolve(list));
    for (String file : List.of("options.txt", "agent-context.md")) {
      Files.copy(
          Path.of("../..").resolve(list).resolveSibling(file),
          root.resolve(list).resolveSibling(file));
    }
    Files.copy(Path.of("../help.awk"), root.resolve("runners/help.awk"));
    writeProgram(folder.resolve("program.jar"));
    script(
        "mvn",
        "echo \"$PWD\" >>'" + folder + "/builds'",
        "mkdir -p runners/direct/target/lib",
        "cp '" + folder + "/program.jar' runners/direct/target/caco-direct.jar",
        "cp '" + folder + "/program.jar' runners/direct/target/lib/caco-pipelines.jar");
  }

  @Test
  void explainsItselfWithoutABuild() throws Exception {
    assertThat(caco().out()).contains("demo", "synthesize", "grade", "doctor").contains("Examples");
    assertThat(builds()).isEmpty();
  }

  @Test
  void listsTheCommandsThatTheProgramLists() throws Exception {
    List<String> launcher = caco().out().lines().filter(line -> line.startsWith("  ")).toList();
    List<String> program =
        Ran.caco("--help").out().lines().filter(line -> line.startsWith("  ")).toList();

    assertThat(launcher).containsAll(program).hasSizeGreaterThan(program.size());
  }

  @Test
  void refusesACommandThatThereIsNotWithoutABuild() throws Exception {
    Result result = caco("synthesise");

    assertThat(result)
        .isEqualTo(
            new Result(
                2,
                "",
                "caco: there is no command 'synthesise'; runners/caco help lists them all\n"));
  }

  @Test
  void refusesARunnerThatThereIsNotWithoutABuild() throws Exception {
    Result result = caco("grade", "--runner=spark");

    assertThat(result)
        .isEqualTo(
            new Result(
                2, "", "caco: there is no runner 'spark'; choose direct, flink or dataflow\n"));
  }

  @Test
  void runsInTheFolderOfItsUserAndPassesOptionsAsTheyAre() throws Exception {
    Result result = caco("grade", "--input=a b.jsonl", "--x=*", "");

    assertThat(result.out()).isEqualTo("grade|--input=a b.jsonl|--x=*|\n" + "home\n");
  }

  @Test
  void explainsACommandWithoutABuildAsTheProgramDoes() throws Exception {
    assertThat(caco("synthesize", "--help").out())
        .isEqualTo(Ran.caco("synthesize", "--help").out());
    assertThat(caco("help", "grade").out()).isEqualTo(Ran.caco("grade", "-h").out());
    assertThat(caco("demo", "-h", "--all").out()).contains("--benchmarkCosine");
    assertThat(caco("agent", "context").out()).isEqualTo(Ran.caco("agent", "context").out());
    assertThat(caco("--version").out()).startsWith("caco ");
    assertThat(builds()).isEmpty();
  }

  @Test
  void readsTheRunnerFromTwoWordsAndFromAFileOfOptions() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("run.yaml"), "# mine\nprograms: 5\nrunner: spark # not there\n");
    Files.writeString(home.resolve("run.json"), "{\"runner\": \"spark\",\n\"programs\": 5}");

    for (List<String> args :
        List.of(
            List.of("grade", "--runner", "spark"),
            List.of("grade", "--config=run.yaml"),
            List.of("grade", "--config", "run.json"))) {
      assertThat(caco(args.toArray(String[]::new)).err())
          .isEqualTo("caco: there is no runner 'spark'; choose direct, flink or dataflow\n");
    }
    assertThat(caco("grade", "--config=run.yaml", "--runner=direct").status()).isZero();
  }

  @Test
  void saysWhatTheBuildIsAt() throws Exception {
    script(
        "mvn",
        "echo '[INFO] Building Caco on Beam: sandbox 0.1.0                    [2/6]'",
        "echo 'Downloaded from central: https://repo/a.jar (1.5 MB at 3.1 MB/s)'",
        "read -r -t 6 <> <(:)",
        "echo '[INFO] Building Caco on Beam: pipelines 0.1.0                  [5/6]'",
        "read -r -t 2 <> <(:)",
        "mkdir -p runners/direct/target/lib",
        "cp '" + folder + "/program.jar' runners/direct/target/caco-direct.jar",
        "cp '" + folder + "/program.jar' runners/direct/target/lib/caco-pipelines.jar");

    Result result = caco("grade");

    assertThat(result.err().lines().skip(1).toList())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).contains("sandbox", "[2/6]");
              assertThat(lines.get(1)).contains("1 files of 1.5 MB fetched");
              assertThat(lines.get(2)).contains("pipelines", "[5/6]");
            });
    assertThat(result.status()).isZero();
  }

  @Test
  void packagesAFolderThatRunsWithoutSourcesOrMaven() throws Exception {
    for (String tool : List.of("python3", "du")) {
      Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin").resolve(tool));
    }
    Files.copy(Path.of("../strip-natives.py"), root.resolve("runners/strip-natives.py"));
    Files.writeString(root.resolve("LICENSE"), "licence");
    caco("grade");
    writeNatives(root.resolve("runners/direct/target/lib/natives-1.0.jar"));
    Files.writeString(root.resolve("sandbox/src/main/java/One.java"), "changed");
    String folder = this.folder.resolve("a package").toString();

    Result made = caco("package", "--output", folder);
    Files.delete(bin.resolve("mvn"));
    Path copy = Path.of(folder);
    root = copy;
    Result run = packaged("grade", "--input=x");

    assertThat(made.err()).contains("start " + folder + "/bin/caco");
    assertThat(made.status()).isZero();
    assertThat(run.out()).startsWith("grade|--input=x\n");
    assertThat(packaged("synthesize", "--help").out()).contains("--seeds (needed)");
    assertThat(packaged("grade", "--runner=flink").err()).contains("caco-direct.jar");
    assertThat(packaged("grade", "--input=s3://b/c").err())
        .contains("made without the store s3", "--stores=s3");
    assertThat(packaged("test").status()).isEqualTo(2);
    try (JarFile natives = new JarFile(copy.resolve("app/lib/natives-1.0.jar").toFile())) {
      assertThat(natives.stream().map(JarEntry::getName))
          .contains("A.class", "linux/" + ARCH + "/liba.so")
          .doesNotContain("darwin/" + ARCH + "/liba.dylib", "linux/s390x/liba.so", "win/a.dll");
    }
  }

  private static final String ARCH =
      System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");

  private static void writeNatives(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name :
          List.of(
              "A.class",
              "linux/" + ARCH + "/liba.so",
              "darwin/" + ARCH + "/liba.dylib",
              "linux/s390x/liba.so",
              "win/a.dll")) {
        out.putNextEntry(new JarEntry(name));
        out.write(name.getBytes(UTF_8));
        out.closeEntry();
      }
    }
  }

  private Result packaged(String... args) throws Exception {
    Process process = start(root.resolve("bin/caco"), args);
    return new Result(
        process.waitFor(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  @Test
  void buildsWithTheStoresThatPathsNameBesideWhatHasNone() throws Exception {
    Files.createDirectories(root.resolve("stores/s3/src/main"));
    Files.writeString(root.resolve("stores/pom.xml"), "stores");
    Files.writeString(root.resolve("stores/s3/pom.xml"), "s3");
    script(
        "mvn",
        "echo \"$*\" >>'" + folder + "/builds'",
        "s=; case $* in *-Dcaco.stores=-s3*) s=-s3 ;; esac",
        "mkdir -p runners/direct/target/lib$s",
        "cp '" + folder + "/program.jar' runners/direct/target/caco-direct$s.jar",
        "cp '" + folder + "/program.jar' runners/direct/target/lib$s/caco-pipelines.jar");

    for (String input : List.of("a.jsonl", "s3://b/c", "a.jsonl", "s3://b/c")) {
      assertThat(caco("grade", "--input=" + input).status()).isZero();
    }

    assertThat(builds()).hasSize(2);
    assertThat(builds().get(0)).doesNotContain("store");
    assertThat(builds().get(1)).contains("-Dcaco.stores=-s3 -Pstore-s3");
  }

  @Test
  void refusesAStoreThatThereIsNot() throws Exception {
    assertThat(caco("package", "--output=x", "--stores=s3,ftp").err())
        .isEqualTo(
            "caco: --stores: there is no store 'ftp'; choose among s3, azure and hdfs (gs is always"
                + " there)\n");
  }

  @Test
  void completesCommandsOptionsAndValues() throws Exception {
    Files.writeString(folder.resolve("complete.bash"), caco("completion", "bash").out());

    assertThat(completed("runners/caco syn")).containsExactly("synthesize");
    assertThat(completed("runners/caco synthesize --near"))
        .containsExactly("--nearDuplicateThreshold=");
    assertThat(completed("runners/caco synthesize --inc")).containsExactly("--includeSeeds");
    assertThat(completed("runners/caco synthesize --format=p")).containsExactly("parquet");
    assertThat(completed("runners/caco show --run=out --js")).containsExactly("--json");
    assertThat(completed("runners/caco agent c")).containsExactly("context");
    assertThat(completed("runners/caco completion z")).containsExactly("zsh");
    assertThat(caco("completion", "zsh").out()).contains("bashcompinit");
    assertThat(caco("completion", "fish").status()).isEqualTo(2);
    assertThat(builds()).isEmpty();
  }

  /** What bash offers after {@code line}, in which it takes = for a word of its own. */
  private List<String> completed(String line) throws Exception {
    Process process =
        new ProcessBuilder(
                bin.resolve("bash").toString(),
                "-c",
                "source \"$0\"; COMP_LINE=$1; COMP_POINT=${#1};"
                    + " read -r -a COMP_WORDS <<<\"${1//=/ = }\";"
                    + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _caco;"
                    + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                folder.resolve("complete.bash").toString(),
                line)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return out.lines().filter(word -> !word.isBlank()).toList();
  }

  @Test
  void passesTheExitStatusOn() throws Exception {
    assertThat(caco("grade", "--fail").status()).isEqualTo(42);
  }

  @Test
  void buildsOnFirstUseAndNotAgain() throws Exception {
    caco("grade");
    Result second = caco("grade");

    assertThat(builds()).hasSize(1);
    assertThat(second.err()).isEmpty();
  }

  @Test
  void buildsAgainWhenASourceHasChangedComeOrGone() throws Exception {
    caco("grade");
    Files.writeString(root.resolve("sandbox/src/main/java/One.java"), "changed");
    caco("grade");
    Files.writeString(root.resolve("sandbox/src/main/java/Three.java"), "three");
    caco("grade");
    Path stale = Files.createDirectories(root.resolve("sandbox/target/classes"));
    Files.delete(root.resolve("sandbox/src/main/java/Two.java"));
    caco("grade");

    assertThat(builds()).hasSize(4);
    assertThat(stale).as("what Maven made of a file that is gone").doesNotExist();
  }

  @Test
  void doesNotBuildAgainWhenOnlyATestHasChanged() throws Exception {
    caco("grade");
    Files.createDirectories(root.resolve("sandbox/src/test/java"));
    Files.writeString(root.resolve("sandbox/src/test/java/OneTest.java"), "test");
    caco("grade");

    assertThat(builds()).hasSize(1);
  }

  @Test
  void buildsOnceWhenTwoStartAtOnce() throws Exception {
    List<Process> both = List.of(start("grade"), start("grade"));
    for (Process each : both) {
      assertThat(each.waitFor()).isZero();
    }

    assertThat(builds()).hasSize(1);
  }

  @Test
  void showsAllThatMavenSaidWhenTheBuildFails() throws Exception {
    script("mvn", "echo one; echo two >&2; exit 1");

    Result result = caco("grade");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines().skip(1))
        .containsExactly("one", "two", "caco: the build failed, as the lines above say");
  }

  @Test
  void saysWhatIsMissingToBuild() throws Exception {
    Files.delete(bin.resolve("mvn"));

    assertThat(caco("grade").err())
        .isEqualTo(
            "caco: building needs Maven, and there is no mvn on the PATH. On Debian or Ubuntu:"
                + " apt-get install maven\n");
  }

  @Test
  void saysHowToInstallWhatTheSandboxLacksWhereItCannot() throws Exception {
    Result result = caco("demo", "--python=/usr/bin/python3");

    assertThat(result)
        .isEqualTo(
            new Result(
                1,
                "",
                "caco: the sandbox needs what this machine lacks: bubblewrap\n"
                    + "caco: install it with: sudo apt-get update && sudo apt-get install"
                    + " bubblewrap\n"));
  }

  @Test
  void installsWhatTheSandboxLacksWhereItCan() throws Exception {
    assumeThat(System.getProperty("user.name")).as("only root can install").isEqualTo("root");
    script(
        "apt-get",
        "echo \"$*\" >>'" + folder + "/apt'",
        "[ \"$2\" = update ] || cp '" + bin + "/mvn' '" + bin + "/bwrap'");

    Result result = caco("execute", "--python=/usr/bin/python3");

    assertThat(result.err())
        .startsWith("caco: installing what the sandbox needs, by apt-get: bubblewrap\n");
    assertThat(Files.readAllLines(folder.resolve("apt")))
        .containsExactly(
            "-q update",
            "-q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends bubblewrap");
    assertThat(result.status()).isZero();
  }

  private Result caco(String... args) throws Exception {
    Process process = start(args);
    return new Result(
        process.waitFor(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  private Process start(String... args) throws IOException {
    return start(root.resolve("runners/caco"), args);
  }

  private Process start(Path launcher, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(bin.resolve("bash").toString()));
    command.add(launcher.toString());
    command.addAll(List.of(args));
    Path home = Files.createDirectories(folder.resolve("home"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private List<String> builds() throws IOException {
    Path builds = folder.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
  }

  private void script(String name, String... lines) throws IOException {
    Path script = bin.resolve(name);
    Files.writeString(script, "#!" + bin.resolve("bash") + "\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void writeProgram(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
    String name = Program.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(name));
      try (var in = Program.class.getClassLoader().getResourceAsStream(name)) {
        in.transferTo(out);
      }
      out.closeEntry();
    }
  }
}
