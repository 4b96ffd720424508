package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that somebody else made does nothing on this machine that its user has not named. */
class ForeignRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private Path ran;
  private Path run;

  @BeforeEach
  void makeARunOfOurs() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    ran = folder.resolve("ran");
    run = folder.resolve("run");
    Ran made = Ran.caco("demo", "--output=" + run, "--maxSeeds=6", "--programs=4", "--shards=1");
    assertThat(made.status()).as(made.err()).isIn(0, 1);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void executesReadsAndContactsNothingThatTheCommandLineDoesNotName() throws IOException {
    String evil = script();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    Path journal = Files.createDirectory(folder.resolve("journal-elsewhere"));
    change(
        note -> {
          ObjectNode configuration = (ObjectNode) note.get("configuration");
          configuration.put("python", evil);
          configuration.put("seeds", "/etc/passwd");
          configuration.put("benchmarks", "/etc/hosts");
          configuration.put("isolation", "landlock");
          configuration.put("memory", "64g");
          configuration.put("solvePrompt", "/etc/hostname");
          ObjectNode other = (ObjectNode) note.get("other");
          other.put("endpoint", url);
          other.put("codeEndpoint", url);
          other.put("prices", "/etc/group");
          other.put("calibration", "/etc/group");
          other.put("apiKeyEnv", "PATH");
          other.put("apiKeyFile", "/etc/passwd");
          other.put("journal", journal.toString());
          other.put("journalOnly", "false");
        });

    Ran replayed = replay();

    assertThat(replayed.status()).isEqualTo(2);
    assertThat(replayed.err())
        .contains(
            "--python=" + evil,
            "--seeds=/etc/passwd",
            "--benchmarks=/etc/hosts",
            "--isolation=landlock",
            "--memory=64g",
            "--solvePrompt=/etc/hostname",
            "--journal=" + journal)
        .doesNotContain("apiKey", "prices", "ndpoint")
        .hasLineCount(1);
    assertThat(requests).hasValue(0);
    assertThat(ran).doesNotExist();
    assertThat(folder.resolve("replayed")).doesNotExist();
    assertThat(journal).isEmptyDirectory();
  }

  @Test
  void sendsNothingWhereAllThatItAsksForIsNamed() throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    change(
        note -> {
          ObjectNode other = (ObjectNode) note.get("other");
          other.put("endpoint", url);
          other.put("journalOnly", "false");
          other.put("apiKeyEnv", "PATH");
        });

    Ran replayed = replay("--seeds=" + run.resolve("demo-seeds.jsonl"));

    assertThat(replayed.status()).as(replayed.err()).isEqualTo(0);
    assertThat(requests).hasValue(0);
    assertThat(Rows.lines(folder.resolve("replayed"), "dataset"))
        .isEqualTo(Rows.lines(run, "dataset"));
  }

  @Test
  void anOptionThatThereIsNotIsRefused() throws IOException {
    change(note -> ((ObjectNode) note.get("configuration")).put("runner", "flink"));

    assertRefused(replay(), "runner");
  }

  @Test
  void aValueOfAnotherTypeIsRefused() throws IOException {
    change(note -> ((ObjectNode) note.get("configuration")).put("programs", "many"));

    assertRefused(replay("--seeds=" + run.resolve("demo-seeds.jsonl")), "--programs=many");
  }

  @Test
  void aValueThatIsNoTextIsRefused() throws IOException {
    change(note -> ((ObjectNode) note.get("configuration")).putObject("programs"));

    assertRefused(replay(), "run.json");
  }

  @Test
  void escapeSequencesOfItsNotesDoNotReachTheTerminal() throws IOException {
    change(
        note ->
            ((ObjectNode) note.get("configuration"))
                .put("seeds", "\u001b]0;owned\u0007\n\u001b[2J" + "x".repeat(100_000)));

    Ran replayed = replay();

    assertRefused(replayed, "--seeds=");
    assertThat(replayed.err()).doesNotContain("\u001b", "\u0007").hasSizeLessThan(2_000);
  }

  @Test
  void notesOfAnEarlierVersionAreToldApart() throws IOException {
    change(
        note -> {
          ObjectNode configuration = (ObjectNode) note.get("configuration");
          configuration.remove("command");
          configuration.put("pipeline", "SynthesizeOptions");
        });

    assertRefused(replay(), "no command", "version");
  }

  @Test
  void aFolderWithItsNotesIsRefusedWithoutItsEscapeSequences() throws IOException {
    change(
        note -> {
          note.put("fingerprint", "other");
          ((ObjectNode) note.get("configuration")).put("seeds", "\u001b[2J" + "x".repeat(100_000));
        });

    Ran again = Ran.caco("demo", "--output=" + run, "--maxSeeds=6", "--programs=4");

    assertRefused(again, "--output", "another run");
    assertThat(again.err()).doesNotContain("\u001b").hasSizeLessThan(3_000);
  }

  private Ran replay(String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "replay";
    args[1] = "--run=" + run;
    args[2] = "--output=" + folder.resolve("replayed");
    System.arraycopy(options, 0, args, 3, options.length);
    return Ran.caco(args);
  }

  private static void assertRefused(Ran refused, String... words) {
    assertThat(refused.err()).contains(words).hasLineCount(1);
    assertThat(refused.status()).isEqualTo(2);
  }

  private void change(Consumer<ObjectNode> change) throws IOException {
    Path file = run.resolve("report/run.json");
    ObjectNode note = (ObjectNode) JSON.readTree(file.toFile());
    change.accept(note);
    JSON.writeValue(file.toFile(), note);
  }

  /** A program that leaves a file when it runs. */
  private String script() throws IOException {
    Path script = folder.resolve("evil.sh");
    Files.writeString(script, "#!/bin/sh\necho ran >>'" + ran + "'\n", UTF_8);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }
}
