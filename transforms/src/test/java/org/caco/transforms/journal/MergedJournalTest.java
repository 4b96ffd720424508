package org.caco.transforms.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.io.FileSystems;
import org.caco.hash.ContentHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The journal where each flush makes a file. */
final class MergedJournalTest {
  private static final AtomicInteger DIRECTORIES = new AtomicInteger();

  private final String directory = "closed://merged/" + DIRECTORIES.incrementAndGet() + "/";

  @BeforeAll
  static void register() {
    ClosedFiles.register();
  }

  @AfterEach
  void removeFiles() {
    ClosedFiles.removeHook(directory);
    ClosedFiles.under(directory).clear();
  }

  private static String hash(int i) {
    return ContentHash.of("request", Integer.toString(i));
  }

  private static byte[] response(int i) {
    return ("response " + i).getBytes(UTF_8);
  }

  private static void flush(Journal journal, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      journal.append(hash(i), response(i));
      journal.flush();
    }
  }

  private static long found(Journal journal, int to) {
    return IntStream.range(0, to)
        .filter(i -> journal.find(hash(i)).filter(r -> Arrays.equals(r, response(i))).isPresent())
        .count();
  }

  private Journal open() {
    return Journal.open(directory);
  }

  private Map<String, byte[]> files() {
    return ClosedFiles.under(directory);
  }

  @Test
  void manyFlushesLeaveFewFiles() throws IOException {
    Journal journal = open();
    for (int i = 0; i < 2_100; i++) {
      flush(journal, i, i + 1);
      journal.merge();
      // 31 of one flush, 31 of 32, and those of 1,024.
      assertThat(files()).hasSizeLessThanOrEqualTo(31 + 31 + 2);
    }
    assertThat(found(journal, 2_100)).isEqualTo(2_100);
    Journal next = open();
    assertThat(next.size()).isEqualTo(2_100);
    assertThat(found(next, 2_100)).isEqualTo(2_100);
  }

  @Test
  void theNextProcessMergesWhatOthersLeft() throws IOException {
    for (int i = 0; i < 5; i++) {
      flush(open(), 10 * i, 10 * i + 10);
    }
    Journal next = open();
    next.merge();
    assertThat(files()).hasSize(5);
    assertThat(found(next, 50)).isEqualTo(50);
    assertThat(found(open(), 50)).isEqualTo(50);
  }

  @Test
  void whatTwoProcessesHaveMergedAtOnceIsUnitedByTheNextMerge() throws IOException {
    flush(open(), 0, 5);
    open().merge();
    Map.Entry<String, byte[]> merged = files().entrySet().iterator().next();
    String other = merged.getKey().replaceFirst("[0-9a-f]{16}\\.zj$", "0".repeat(16) + ".zj");
    files().put(other, merged.getValue());
    open().merge();
    assertThat(files()).hasSize(1).doesNotContainKeys(other, merged.getKey());
    assertThat(files().values())
        .allSatisfy(bytes -> assertThat(bytes).isEqualTo(merged.getValue()));
    assertThat(found(open(), 5)).isEqualTo(5);
  }

  @Test
  void theSharedJournalMergesByItself() throws IOException {
    flush(open(), 0, 40);
    Journal journal = Journal.acquire(directory).get();
    flush(journal, 40, 80);
    while (files().size() > 1 + 40 - 32 + 1) {
      Thread.onSpinWait();
    }
    assertThat(found(journal, 80)).isEqualTo(80);
    assertThat(found(open(), 80)).isEqualTo(80);
  }

  @Test
  void whoReadTheSmallSegmentsFindsTheirResponsesInTheMergedOne() throws IOException {
    Journal writer = open();
    flush(writer, 0, 32);
    Journal reader = open();
    writer.merge();
    assertThat(files()).hasSize(1);
    AtomicInteger listings = new AtomicInteger();
    ClosedFiles.setHook(
        directory, (operation, file) -> listings.addAndGet(operation.equals("list") ? 1 : 0));
    assertThat(found(reader, 32)).isEqualTo(32);
    assertThat(listings).hasValue(1);
  }

  @Test
  void whoOpensWhileSegmentsAreMergedMissesNone() throws IOException {
    Journal writer = open();
    flush(writer, 0, 32);
    ClosedFiles.setHook(
        directory,
        (operation, file) -> {
          if (operation.equals("open")) {
            // After the listing, before the first segment is read.
            ClosedFiles.removeHook(directory);
            writer.merge();
          }
        });
    Journal reader = open();
    assertThat(reader.size()).isEqualTo(32);
    assertThat(found(reader, 32)).isEqualTo(32);
  }

  @Test
  void flushesWaitNeitherForAMergeNorForALook() throws Exception {
    Journal journal = open();
    flush(journal, 0, 32);
    flush(open(), 32, 40);
    AtomicInteger flushed = new AtomicInteger(40);
    Thread merging = Thread.currentThread();
    ClosedFiles.setHook(
        directory,
        (operation, file) -> {
          if (Thread.currentThread() == merging && flushed.get() < 140) {
            // In the midst of whatever the merge or the look does now.
            int i = flushed.getAndIncrement();
            CompletableFuture.runAsync(
                    () -> {
                      try {
                        flush(journal, i, i + 1);
                      } catch (IOException e) {
                        throw new IllegalStateException(e);
                      }
                    })
                .orTimeout(1, TimeUnit.MINUTES)
                .join();
          }
        });
    journal.readNew();
    journal.merge();
    ClosedFiles.removeHook(directory);
    assertThat(flushed).hasValue(140);
    assertThat(found(journal, 140)).isEqualTo(140);
    assertThat(found(open(), 140)).isEqualTo(140);
  }

  @Test
  void aDamagedSegmentIsNeitherMergedNorDeleted() throws IOException {
    Journal journal = open();
    flush(journal, 0, 40);
    String damaged = new ArrayList<>(files().keySet()).get(7);
    byte[] bytes = requireNonNull(files().get(damaged)).clone();
    bytes[bytes.length - 12] ^= 1;
    files().put(damaged, bytes);
    journal.merge();
    assertThat(files()).containsKey(damaged);
    assertThat(found(open(), 40)).isEqualTo(39);
  }

  @Test
  void aSegmentThatIsNotEndedIsNeitherMergedNorDeleted() throws IOException {
    flush(open(), 0, 5);
    Map<String, byte[]> torn = new LinkedHashMap<>(files());
    // Without its end, it may be one that is still being written.
    torn.replaceAll((name, bytes) -> Arrays.copyOf(bytes, bytes.length - 8));
    files().putAll(torn);
    Journal next = open();
    next.merge();
    assertThat(files()).containsOnlyKeys(torn.keySet());
    assertThat(found(next, 5)).isEqualTo(5);
  }

  @Test
  void whereNothingMayBeDeletedMergesDoNotAddFilesForEver() throws IOException {
    Journal journal = open();
    ClosedFiles.setHook(
        directory,
        (operation, file) -> {
          if (operation.equals("delete")) {
            throw new IOException("forbidden");
          }
        });
    for (int i = 0; i < 320; i += 32) {
      flush(journal, i, i + 32);
      assertThatThrownBy(journal::merge).hasMessage("forbidden");
    }
    assertThat(files()).hasSize(320 + 1);
    ClosedFiles.removeHook(directory);
    journal.merge();
    assertThat(files()).hasSizeLessThan(32);
    assertThat(found(open(), 320)).isEqualTo(320);
  }

  @Test
  void aResponseThatIsDamagedMayBeAppendedAgain() throws IOException {
    flush(open(), 0, 3);
    files()
        .replaceAll(
            (name, bytes) -> {
              byte[] damaged = bytes.clone();
              damaged[damaged.length - 12] ^= 1;
              return damaged;
            });
    for (int run = 0; run < 2; run++) {
      Journal journal = open();
      assertThat(found(journal, 3)).isEqualTo(run == 0 ? 0 : 3);
      flush(journal, 0, 3);
      assertThat(found(journal, 3)).isEqualTo(3);
    }
    assertThat(files()).hasSize(6);
  }

  @Test
  void aResponseThatIsDeletedMayBeAppendedAgain() throws IOException {
    Journal journal = open();
    flush(journal, 0, 3);
    files().clear();
    assertThat(found(journal, 3)).isEqualTo(0);
    flush(journal, 0, 3);
    assertThat(found(open(), 3)).isEqualTo(3);
  }

  @Test
  void whatIsReadIsNotReadAgainAtEveryLook() throws IOException {
    flush(open(), 0, 20);
    files().replaceAll((name, bytes) -> Arrays.copyOf(bytes, bytes.length - 20));
    Journal journal = open();
    List<String> operations = new ArrayList<>();
    ClosedFiles.setHook(directory, (operation, file) -> operations.add(operation));
    journal.readNew();
    assertThat(operations).containsExactly("list");
  }

  @Test
  void manyBundlesListTheDirectorySeldom() throws IOException {
    Journal journal = open();
    AtomicInteger listings = new AtomicInteger();
    ClosedFiles.setHook(directory, (operation, file) -> listings.incrementAndGet());
    for (int i = 0; i < 1_000; i++) {
      journal.refresh();
    }
    assertThat(listings.get()).isLessThan(5);
  }

  @Test
  void theFirstWritersResponseCountsBeforeAndAfterMerges() throws IOException {
    // None knows of what another writes.
    List<Journal> journals = List.of(open(), open(), open(), open());
    for (int process = 0; process < 4; process++) {
      for (int i = 0; i < 10; i++) {
        journals.get(process).append(hash(i), response(1_000 * process + i));
        journals.get(process).flush();
      }
    }
    Map<Integer, String> before = answers(open());
    open().merge();
    assertThat(files()).hasSize(4);
    assertThat(answers(open())).isEqualTo(before);
  }

  @Test
  void theBooksTakeAtMost64BytesAResponseHoweverOftenSegmentsAreMerged() {
    Catalogue catalogue = new Catalogue();
    System.gc();
    long before = used();
    int count = 65_536;
    List<List<Segment>> levels = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < count; i++) {
      // One response in each flush; 32, 1,024 and 32,768 are merged.
      levels.get(0).add(add(catalogue, i, i));
      for (int level = 0; level < 3 && levels.get(level).size() == Merger.FAN; level++) {
        List<Segment> merged = levels.get(level);
        Segment segment = add(catalogue, (int) merged.get(0).first(), i);
        if (level < 2) {
          levels.get(level + 1).add(segment);
        }
        assertThat(catalogue.leave(merged)).isFalse();
        catalogue.remove(merged);
        merged.clear();
      }
    }
    System.gc();
    double each = (used() - before) / (double) count;
    assertThat(catalogue.size()).isEqualTo(count);
    assertThat(catalogue.segments()).hasSize(2);
    assertThat(each).isLessThan(64);
  }

  /** A segment of these flushes, with blocks of 32 responses. */
  private static Segment add(Catalogue catalogue, int first, int last) {
    String name = SegmentWriter.name("writer", first, last);
    Segment segment =
        catalogue.segment(FileSystems.matchNewResource("closed://books/" + name, false));
    for (int block = first; block <= last; block += 32) {
      List<JournalKey> keys =
          IntStream.rangeClosed(block, Math.min(last, block + 31))
              .mapToObj(i -> new JournalKey(i * 0x9E3779B97F4A7C15L, i * 0xC2B2AE3D27D4EB4FL))
              .toList();
      catalogue.add(segment, block, keys);
    }
    return segment;
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static Map<Integer, String> answers(Journal journal) {
    return IntStream.range(0, 10)
        .boxed()
        .collect(Collectors.toMap(i -> i, i -> new String(journal.find(hash(i)).get(), UTF_8)));
  }
}
