package org.caco.transforms.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.caco.hash.ContentHash;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  /** Three flushes of four responses. */
  private static byte[] segment;

  @TempDir Path directory;

  private static String hash(int i) {
    return ContentHash.of("request", Integer.toString(i));
  }

  private static byte[] response(int i) {
    return ("response " + i + " of some length").repeat(1 + i % 3).getBytes(UTF_8);
  }

  private static void write(Path directory, int from, int to) throws IOException {
    Journal journal = Journal.open(directory.toString());
    for (int i = from; i < to; i++) {
      journal.append(hash(i), response(i));
    }
    journal.flush();
  }

  private static long found(Journal journal, int to) {
    return IntStream.range(0, to)
        .filter(i -> journal.find(hash(i)).filter(r -> Arrays.equals(r, response(i))).isPresent())
        .count();
  }

  private static List<Path> segments(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void whatIsFlushedIsFoundByTheNextProcess() throws IOException {
    write(directory.resolve("new"), 0, 2_000);
    Journal next = Journal.open(directory.resolve("new").toString());
    assertThat(next.size()).isEqualTo(2_000);
    assertThat(found(next, 2_000)).isEqualTo(2_000);
    assertThat(next.find(hash(2_000))).isEmpty();
  }

  @Test
  void whatIsNotFlushedIsFoundByThisProcess() {
    Journal journal = Journal.open(directory.toString());
    journal.append(hash(1), response(1));
    assertThat(journal.find(hash(1))).hasValue(response(1));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theFirstResponseStays() throws IOException {
    Journal journal = Journal.open(directory.toString());
    journal.append(hash(1), response(1));
    journal.append(hash(1), response(2));
    journal.flush();
    journal.append(hash(1), response(3));
    journal.flush();
    assertThat(journal.find(hash(1))).hasValue(response(1));
    assertThat(Journal.open(directory.toString()).find(hash(1))).hasValue(response(1));
  }

  @Test
  void responsesOfAnySizeAreKept() throws IOException {
    Journal journal = Journal.open(directory.toString());
    byte[] empty = {};
    byte[] large = new byte[3_000_000];
    journal.append(hash(1), empty);
    journal.append(hash(2), large);
    journal.append(hash(3), response(3));
    journal.flush();
    Journal next = Journal.open(directory.toString());
    assertThat(List.of(next.find(hash(1)), next.find(hash(2)), next.find(hash(3))))
        .extracting(Optional::orElseThrow)
        .containsExactly(empty, large, response(3));
  }

  @Test
  void flushesWriteToOneSegment() throws IOException {
    Journal journal = Journal.open(directory.toString());
    for (int i = 0; i < 10; i++) {
      journal.append(hash(i), response(i));
      journal.flush();
    }
    journal.flush();
    assertThat(segments(directory)).hasSize(1);
    assertThat(found(Journal.open(directory.toString()), 10)).isEqualTo(10);
  }

  @Test
  void oneProcessFindsWhatAnotherWritesMeanwhile() throws Exception {
    Journal one = Journal.open(directory.toString());
    Journal other = Journal.open(directory.toString());
    for (int round = 0; round < 2; round++) {
      other.append(hash(round), response(round));
      other.flush();
      one.readNew();
      assertThat(one.find(hash(round))).hasValue(response(round));
    }
  }

  @Test
  void manyWritersToOneDirectoryDoNotCollide() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int start = i * 100;
        writers.add(
            () -> {
              write(directory, start, start + 150);
              return null;
            });
      }
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(found(Journal.open(directory.toString()), 1_650)).isEqualTo(1_650);
  }

  @Test
  void oneJournalServesManyThreads() throws Exception {
    Journal journal = Journal.open(directory.toString());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> users = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int n = i;
        users.add(
            () -> {
              journal.append(hash(n), response(n));
              if (n % 7 == 0) {
                journal.flush();
              }
              return journal.find(hash(n)).isPresent();
            });
      }
      for (Future<Boolean> user : threads.invokeAll(users)) {
        assertThat(user.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    journal.flush();
    assertThat(found(Journal.open(directory.toString()), 400)).isEqualTo(400);
  }

  @BeforeAll
  @BeforeContainer
  static void writeASegment() throws IOException {
    Path written = Files.createTempDirectory("journal");
    Journal journal = Journal.open(written.toString());
    for (int i = 0; i < 12; i++) {
      journal.append(hash(i), response(i));
      if (i % 4 == 3) {
        journal.flush();
      }
    }
    Path file = segments(written).get(0);
    segment = Files.readAllBytes(file);
    Files.delete(file);
    Files.delete(written);
  }

  private static Journal reopened(byte[] bytes) throws IOException {
    Path damaged = Files.createTempDirectory("journal");
    Path file = Files.write(damaged.resolve("responses-damaged.zj"), bytes);
    Journal journal = Journal.open(damaged.toString());
    found(journal, 12);
    Files.delete(file);
    Files.delete(damaged);
    return journal;
  }

  @Test
  void aSegmentTornAtAnyByteKeepsTheBlocksBeforeTheTear() throws IOException {
    int before = 0;
    for (int length = 0; length <= segment.length; length++) {
      Journal journal = reopened(Arrays.copyOf(segment, length));
      assertThat(journal.size()).isBetween(before, before + 4).matches(size -> size % 4 == 0);
      assertThat(found(journal, 12)).isEqualTo(journal.size());
      before = journal.size();
    }
    assertThat(before).isEqualTo(12);
  }

  @Property(tries = 200)
  void aDamagedSegmentNeverGivesAWrongResponse(
      @ForAll @IntRange(min = 0, max = 2_000) int at,
      @ForAll @IntRange(min = 1, max = 255) int flip)
      throws IOException {
    byte[] bytes = segment.clone();
    bytes[at % bytes.length] ^= (byte) flip;
    Journal journal = reopened(bytes);
    for (int i = 0; i < 12; i++) {
      byte[] expected = response(i);
      assertThat(journal.find(hash(i)))
          .satisfiesAnyOf(
              found -> assertThat(found).isEmpty(), found -> assertThat(found).hasValue(expected));
    }
  }

  @Test
  void foreignFilesAreLeftAlone() throws IOException {
    Files.writeString(directory.resolve("responses-x.zj"), "something else entirely");
    Files.writeString(directory.resolve("notes.txt"), "hello");
    write(directory, 0, 3);
    assertThat(found(Journal.open(directory.toString()), 3)).isEqualTo(3);
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> write(file.resolve("journal"), 0, 1))
        .isInstanceOfAny(IOException.class, UncheckedIOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void theIndexTakesAtMost64BytesAResponse() {
    JournalIndex index = new JournalIndex();
    int count = 300_000;
    System.gc();
    long before = used();
    for (int i = 0; i < count; i++) {
      index.put(
          new JournalKey(i * 0x9E3779B97F4A7C15L, i * 0xC2B2AE3D27D4EB4FL),
          index.addBlock(1, i),
          0);
    }
    System.gc();
    double each = (used() - before) / (double) count;
    assertThat(index.size()).isEqualTo(count);
    assertThat(each).isLessThan(64);
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
