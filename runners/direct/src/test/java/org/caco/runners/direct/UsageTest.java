package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user did wrong is told in one line that names the option, before anything runs. */
class UsageTest {
  /** Holds a port on which nobody listens, so that nobody ever does. */
  private static final Socket HELD = new Socket();

  private static final String NOBODY = "--endpoint=http://127.0.0.1:" + heldPort();

  @TempDir Path folder;
  private String seeds;
  private Path refusedOutput;

  @BeforeEach
  void writeSeeds() throws IOException {
    Path file = folder.resolve("seeds.jsonl");
    Files.writeString(
        file,
        """
        {"id": "1", "problem": "What is 2 + 3?", "solution": "2 + 3 = <<2+3=5>>5", "answer": "5"}
        """);
    seeds = "--seeds=" + file;
  }

  /** A command that is refused leaves nothing behind. */
  @AfterEach
  void noFolderIsLeft() {
    assertThat(refusedOutput == null || Files.notExists(refusedOutput))
        .as("%s is left by a command that was refused", refusedOutput)
        .isTrue();
  }

  @Test
  void helpListsTheCommands() {
    assertThat(Ran.caco().out()).contains("synthesize", "serve-model");
    assertThat(Ran.caco("--help")).isEqualTo(Ran.caco("help")).isEqualTo(Ran.caco());
    assertThat(Ran.caco("help").status()).isZero();
  }

  @Test
  void everyCommandExplainsItself() {
    List<String> commands =
        Ran.caco("help")
            .out()
            .lines()
            .filter(line -> line.startsWith("  "))
            .map(line -> line.strip().replaceFirst(" .*", ""))
            .toList();
    assertThat(commands)
        .contains("synthesize", "show", "agent")
        .allSatisfy(
            command ->
                assertThat(Ran.caco(command, "--help").out())
                    .contains("caco " + command + ": ", "Usage: caco " + command));
  }

  @Test
  void helpBeginsWithWhatIsNeeded() {
    List<String> options =
        Ran.caco("synthesize", "--help", "--all")
            .out()
            .lines()
            .filter(line -> line.startsWith("  --"))
            .toList();
    assertThat(options)
        .startsWith("  --seeds (needed)")
        .contains("  --codeModel (default: as --model)");
    assertThat(options.indexOf("  --output (needed)")).isLessThan(4);
    assertThat(Ran.caco("demo", "--help").out())
        .contains("Usage: caco demo [--option=value ...]", "--output (default: caco-demo)");
  }

  @Test
  void helpShowsTheDailyOptionsFirstAndAllOnDemand() {
    String daily = Ran.caco("help", "synthesize").out();

    assertThat(daily)
        .contains("--programs", "--maxCost", "--config")
        .doesNotContain("--benchmarkCosine")
        .containsPattern("\\d+ more options: caco synthesize --help --all");
    assertThat(Ran.caco("synthesize", "-h", "--all").out())
        .contains("--programs", "--benchmarkCosine")
        .doesNotContain("more options");
  }

  @Test
  void versionIsNoMisuse() {
    assertThat(Ran.caco("--version")).isEqualTo(Ran.caco("version"));
    assertThat(Ran.caco("--version").out()).startsWith("caco ");
  }

  @Test
  void unknownCommand() {
    assertTold(Ran.caco("synthesise"), "synthesise", "Did you mean synthesize?");
  }

  @Test
  void unknownOptionNamesTheSimilarOne() {
    assertTold(synthesize("--programms=5"), "--programms", "programs");
  }

  @Test
  void missingOutput() {
    assertTold(Ran.caco("synthesize", seeds), "--output");
  }

  @Test
  void optionWithoutEquals() {
    assertTold(synthesize("programs"), "--name=value");
  }

  @Test
  void notANumber() {
    assertTold(synthesize("--programs=many"), "programs", "many");
  }

  @Test
  void negativeNumber() {
    assertTold(synthesize("--programs=-1"), "--programs");
  }

  @Test
  void unknownRuleIsToldTheKnownOnes() {
    assertTold(
        synthesize("--disableRules=unused_function,unread"),
        "--disableRules",
        "unread",
        "no_input");
  }

  @Test
  void tooManyVariants() {
    assertTold(synthesize("--behaviourVariants=21"), "--behaviourVariants=21", "20");
  }

  @Test
  void shareOfCrashesAboveOne() {
    assertTold(synthesize("--behaviourCrashes=50"), "--behaviourCrashes=50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--maxSeeds=0",
        "--shards=0",
        "--solutions=0",
        "--judges=0",
        "--maxInFlight=0",
        "--maxAttempts=0",
        "--samplesPerRequest=0",
        "--sandboxWorkers=0",
        "--nearDuplicateThreshold=0",
        "--nearDuplicateThreshold=95",
        "--embeddedMistakes=5",
        "--examples=99999999999",
        "--timeout=1ms",
        "--timeout=2h",
        "--memory=1k",
        "--memory=999999999999g",
        "--sympy=maybe",
      })
  void valueOutOfRange(String option) {
    assertTold(synthesize(option), option);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--programs", "--seeds", "--timeout"})
  void optionWithoutAValue(String option) {
    assertTold(synthesize(option), option + "=VALUE");
  }

  @Test
  void optionGivenTwice() {
    assertTold(synthesize("--seeds=other.jsonl"), "--seeds", "twice", "','");
    assertTold(synthesize("--programs=2", "--programs=3"), "--programs", "twice");
  }

  @Test
  void limitsOfTheSandboxAreNamedByEveryCommand() throws IOException {
    String input = "--input=" + Files.writeString(folder.resolve("in.jsonl"), "");
    String lines = "--output=" + folder.resolve("out.jsonl");
    assertTold(Ran.caco("execute", input, lines, "--workers=0"), "--workers=0");
    assertTold(Ran.caco("execute", input, lines, "--timeout=1ms"), "--timeout=1ms");
    assertTold(Ran.caco("execute", input, lines, "--resultVariable= "), "--resultVariable");
    assertTold(Ran.caco("grade", input, lines, "--memory=1k"), "--memory=1k");
    assertTold(Ran.caco("doctor", "--memory=1k"), "--memory=1k");
    assertTold(Ran.caco("calibrate", "--sandboxWorkers=0"), "--sandboxWorkers=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"execute", "grade"})
  void filesOfLines(String command) throws IOException {
    String line = "{\"id\": 1, \"code\": \"output = 1\", \"gold\": 1, \"pred\": 1}";
    Path file = Files.writeString(folder.resolve("lines.jsonl"), line);
    Path none = folder.resolve("none");
    String input = "--input=" + file;
    String lines = "--output=" + folder.resolve("out.jsonl");
    assertTold(Ran.caco(command, "--input=" + none, lines), "--input", "none");
    assertTold(Ran.caco(command, "--input=" + folder, lines), "--input", "folder");
    assertTold(Ran.caco(command, input, "--output=" + none + "/out"), "--output", "none");
    assertTold(Ran.caco(command, input, "--output=" + folder), "--output", "folder");
    assertTold(Ran.caco(command, input, "--output=" + folder + "/./lines.jsonl"), "--output");
    assertThat(file).hasContent(line);
  }

  @Test
  void rulesThatRejectByDefaultAreNamed() throws IOException {
    String input =
        "--input="
            + Files.writeString(folder.resolve("in"), "{\"id\": 1, \"code\": \"output = 1\"}");
    assertThat(Ran.caco("execute", input, "--output=" + folder.resolve("a")).out())
        .contains("rejected 1", "--rules=off");
    assertThat(Ran.caco("execute", input, "--output=" + folder.resolve("b"), "--rules=off").out())
        .contains("ok 1")
        .doesNotContain("--rules");
  }

  @Test
  void calibrationThatCannotBegin() throws IOException {
    Path none = folder.resolve("none");
    assertTold(Ran.caco("calibrate", "--seeds=" + none), "--seeds", "none");
    assertTold(Ran.caco("calibrate", seeds, "--benchmarks=" + none), "--benchmarks", "none");
    assertTold(Ran.caco("calibrate", seeds, "--misjudged=" + none + "/m"), "--misjudged", "none");
    assertTold(
        Ran.caco("calibrate", seeds, "--calibration=" + none + "/c"), "--calibration", "none");
    assertTold(Ran.caco("calibrate", seeds, NOBODY, "--model=m"), "--endpoint");
  }

  @Test
  void demoThatCannotWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertTold(Ran.caco("demo", "--output=" + file), "--output", "file");
  }

  @Test
  void journalThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertTold(synthesize("--journal=" + file + "/journal"), "--journal", "file/journal");
  }

  @Test
  void portThatIsNone() {
    assertTold(Ran.caco("serve-model", "--port=99999"), "--port=99999");
  }

  @Test
  void shortHelp() {
    assertThat(Ran.caco("grade", "-h").out()).contains("Usage: caco grade");
  }

  @Test
  void notADuration() {
    assertTold(synthesize("--timeout=soon"), "--timeout=soon");
  }

  @Test
  void unknownIsolation() {
    assertTold(synthesize("--isolation=none"), "--isolation=none");
  }

  @Test
  void unknownRunner() {
    assertTold(synthesize("--runner=spark"), "--runner=spark", "direct");
  }

  @Test
  void globThatMatchesNothing() {
    assertTold(
        Ran.caco("synthesize", "--seeds=" + folder + "/none*.jsonl", output()),
        "--seeds",
        "none*.jsonl");
  }

  @Test
  void benchmarkRowWithoutAProblem() throws IOException {
    Path file = Files.writeString(folder.resolve("bench.jsonl"), "{\"task\": \"Q?\"}\n");
    assertTold(
        synthesize("--benchmarks=" + file), "--benchmarks", "bench.jsonl line 1", "question");
  }

  @Test
  void outputThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertTold(
        Ran.caco("synthesize", seeds, "--endpoint=embedded:", "--output=" + file + "/run"),
        "--output",
        "file/run");
  }

  @Test
  void outputOfAnotherRun() {
    assertThat(synthesize("--programs=2").status()).isZero();
    assertTold(synthesize("--programs=3"), "--output");
  }

  @Test
  void outputThatARunIsWritingTo() throws IOException {
    Path report = Files.createDirectories(folder.resolve("run/report"));
    try (FileChannel other =
            FileChannel.open(
                report.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertTold(synthesize("--programs=2"), "--output", "another run is writing");
    }
    assertThat(report.resolve("run.json")).doesNotExist();
  }

  @Test
  void outputOfTheSameRunMayBeMadeAgain() {
    assertThat(synthesize("--programs=2").status()).isZero();
    assertThat(synthesize("--programs=2").status()).isZero();
  }

  @Test
  void endpointThatDoesNotAnswer() throws IOException {
    assertTold(synthesize(NOBODY, "--model=m"), "--endpoint");
  }

  @Test
  void endpointWithoutModel() throws IOException {
    assertTold(synthesize(NOBODY), "--model");
  }

  @Test
  void noEndpoint() {
    assertTold(
        Ran.caco("synthesize", seeds, output()),
        "unify",
        "--endpoint=embedded:",
        "not for training");
    assertTold(
        Ran.caco("synthesize", seeds, output(), "--unifyEndpoint=embedded:"),
        "No endpoint is named for code");
    assertTold(
        Ran.caco("preview", seeds, output(), "--pilot=1"),
        "--endpoint=embedded:",
        "not for training");
  }

  @Test
  void modelWithoutAnEndpoint() {
    assertTold(
        Ran.caco("synthesize", seeds, output(), "--model=gpt-5"), "gpt-5", "--endpoint", "unify");
    assertTold(Ran.caco("demo", output(), "--solveModel=gpt-5"), "gpt-5", "--solveEndpoint");
  }

  @Test
  void parametersThatEveryRequestNeeds() {
    assertTold(synthesize("--parameters={\"model\": null}"), "model", "set by the client");
    assertTold(synthesize("--parameters=[1]"), "JSON object");
  }

  @Test
  void endpointOfAnotherApi() {
    assertTold(
        synthesize("--endpoint=https://api.example.com/v1/messages", "--model=m"),
        "/v1/messages",
        "/chat/completions");
  }

  @Test
  void judgeThatIsNamedTwice() {
    assertTold(synthesize("--judgeModel=embedded:0,embedded:0"), "--judgeModel", "--judges");
  }

  @Test
  void judgeWithoutAName() {
    assertTold(synthesize("--judgeModel=embedded:0,"), "--judgeModel=embedded:0,");
  }

  @Test
  void moreEndpointsThanJudges() {
    assertTold(
        synthesize("--judgeModel=a,b", "--judgeEndpoint=http://a;http://b;http://c"),
        "--judgeEndpoint",
        "for 3 models",
        "--judgeModel names 2");
  }

  @Test
  void keyVariableThatIsNotSet() throws IOException {
    assertTold(synthesize(NOBODY, "--model=m", "--apiKeyEnv=NO_SUCH_VARIABLE"), "NO_SUCH_VARIABLE");
  }

  @Test
  void keyFileThatIsNotThere() throws IOException {
    assertTold(synthesize(NOBODY, "--model=m", "--apiKeyFile=" + folder.resolve("key")), "key");
  }

  @Test
  void parametersThatAreNotJson() {
    assertTold(synthesize("--solveParameters={temperature"), "solve");
  }

  @Test
  void promptWithAnUnknownHole() throws IOException {
    Path prompt = Files.writeString(folder.resolve("p.txt"), "[user]\n{{problem}} {{answer}}\n");
    assertTold(synthesize("--solvePrompt=" + prompt), "--solvePrompt", "answer");
  }

  @Test
  void costLimitWithoutAPrice() throws IOException {
    Path prices =
        Files.writeString(folder.resolve("p.json"), "{\"other\": {\"input\": 1, \"output\": 1}}");
    assertTold(
        synthesize(NOBODY, "--model=m", "--prices=" + prices, "--maxCost=5"),
        "--maxCost",
        " m,",
        "--prices");
  }

  @Test
  void priceThatIsNoNumber() throws IOException {
    Path prices =
        Files.writeString(folder.resolve("p.json"), "{\"m\":\n{\"input\": \"1\", \"output\": 1}}");
    assertTold(synthesize("--prices=" + prices), "--prices", "p.json, line 2", "input", "m");
  }

  @Test
  void limitThatIsLessThanTheWorkers() {
    assertTold(synthesize("--maxCalls=3", "--workers=4"), "--maxCalls=3", "--workers");
  }

  @Test
  void replayIntoTheRunItself() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run/report")).getParent();
    Files.writeString(run.resolve("report/run.json"), "{\"configuration\": {}}");
    assertTold(
        Ran.caco("replay", "--run=" + run, "--output=" + folder + "/./run/"),
        "--output",
        "another folder");
  }

  @Test
  void replayOfWhatIsNoRun() {
    assertTold(Ran.caco("replay", output()), "--run");
    assertTold(Ran.caco("replay", "--run=" + folder, output()), "--run", folder.toString());
  }

  private Ran synthesize(String... options) {
    Path output = folder.resolve("run");
    boolean fresh = Files.notExists(output);
    Ran ran = run(options);
    if (fresh && ran.status() == 2) {
      refusedOutput = output;
    }
    return ran;
  }

  private Ran run(String... options) {
    List<String> args = new ArrayList<>(List.of("synthesize", seeds, output()));
    args.addAll(List.of(options));
    if (args.stream().noneMatch(arg -> arg.startsWith("--endpoint="))) {
      args.add("--endpoint=embedded:");
    }
    return Ran.caco(args.toArray(String[]::new));
  }

  private String output() {
    return "--output=" + folder.resolve("run");
  }

  private static int heldPort() {
    try {
      HELD.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HELD.getLocalPort();
  }

  private static void assertTold(Ran ran, String... words) {
    assertThat(ran.err()).as("exit status %s", ran.status()).contains(words);
    assertThat(ran.err().strip().lines()).as(ran.err()).hasSize(1);
    assertThat(ran.status()).isEqualTo(2);
  }
}
