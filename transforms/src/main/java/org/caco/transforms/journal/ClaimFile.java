package org.caco.transforms.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.caco.transforms.lines.OpenFile;

/**
 * What a process tells others that use the same journal, in a file that it writes again and again.
 *
 * @param host the machine and its boot, where processes have such numbers; empty if not known
 * @param beat counts how often it has told something
 * @param seen by the names of the others, the beat of each that it has read before it told this
 * @param asks requests that it asks for
 * @param wants requests that it asks for if no other does
 */
record ClaimFile(
    String host,
    long pid,
    long beat,
    Map<String, Long> seen,
    Set<JournalKey> asks,
    Set<JournalKey> wants) {

  /** Bytes that are read; a process has some thousand requests under way. */
  private static final int MAX_SIZE = 16 << 20;

  private static final String END = "end";

  /** Of one who has not told anything yet. */
  static final ClaimFile EMPTY = new ClaimFile("", 0, -1, Map.of(), Set.of(), Set.of());

  /** This machine, as far as it tells processes by their numbers. */
  static final String HOST = thisHost();

  private static String thisHost() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + "/"
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  /** Whether the process that wrote this is known to be gone. */
  boolean isGone() {
    return !host.isEmpty()
        && host.equals(HOST)
        && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  void write(ResourceId file) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("host ").append(host).append('\n');
    text.append("pid ").append(pid).append('\n');
    text.append("beat ").append(beat).append('\n');
    seen.forEach(
        (name, at) -> text.append("seen ").append(name).append(' ').append(at).append('\n'));
    asks.forEach(key -> text.append("asks ").append(key).append('\n'));
    wants.forEach(key -> text.append("wants ").append(key).append('\n'));
    text.append(END).append('\n');
    try (WritableByteChannel channel = FileSystems.create(file, "text/plain")) {
      channel.write(ByteBuffer.wrap(text.toString().getBytes(UTF_8)));
    }
  }

  /**
   * Reads what a process has told.
   *
   * @throws DamagedException if it is being written, or something else
   */
  static ClaimFile read(ResourceId file) throws IOException {
    String text;
    try (var in = OpenFile.stream(file)) {
      text = new String(in.readNBytes(MAX_SIZE), UTF_8);
    }
    if (!text.endsWith("\n" + END + "\n")) {
      throw new DamagedException("the file is not whole");
    }
    String host = "";
    long pid = 0;
    long beat = 0;
    Map<String, Long> seen = new HashMap<>();
    Set<JournalKey> asks = new HashSet<>();
    Set<JournalKey> wants = new HashSet<>();
    try {
      for (String[] words : text.lines().map(line -> line.split(" ", 3)).toList()) {
        String first = words.length > 1 ? words[1] : "";
        switch (words[0]) {
          case "host" -> host = first;
          case "pid" -> pid = Long.parseLong(first);
          case "beat" -> beat = Long.parseLong(first);
          case "seen" -> seen.put(first, Long.parseLong(words[2]));
          case "asks" -> asks.add(JournalKey.of(first));
          case "wants" -> wants.add(JournalKey.of(first));
          default -> {
            // What a later version adds.
          }
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DamagedException("the file is none of ours", e);
    }
    return new ClaimFile(host, pid, beat, seen, asks, wants);
  }

  boolean claims(JournalKey key) {
    return asks.contains(key) || wants.contains(key);
  }
}
