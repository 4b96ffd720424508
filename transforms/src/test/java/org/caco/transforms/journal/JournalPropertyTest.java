package org.caco.transforms.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;
import org.caco.hash.ContentHash;

/** Whatever several processes do to one directory, and wherever they die, nothing is lost. */
final class JournalPropertyTest {
  private static final AtomicInteger DIRECTORIES = new AtomicInteger();
  private static final int PROCESSES = 3;
  private static final int REQUESTS = 40;
  private static final int FAN = 3;

  private enum Kind {
    WRITE,
    LOOK,
    MERGE,
    RESTART
  }

  /**
   * What a process does.
   *
   * @param count flushes of a WRITE
   * @param request the first request of a WRITE
   * @param diesAt the operation on the file system before which it dies, if it comes to that
   * @param meanwhileAt the operation before which another process does something whole
   */
  private record Action(
      Kind kind, int process, int count, int request, int diesAt, int meanwhileAt, int other) {}

  private String directory = "";
  private Journal[] journals;
  // What each process has found or written, which it must find as it was as long as it lives.
  private List<Map<Integer, String>> known;
  private Set<Integer> flushed;
  private int answers;

  /** Every try begins with nothing; jqwik has one object for all of them. */
  @BeforeTry
  void begin() {
    journals = new Journal[PROCESSES];
    known = new ArrayList<>();
    flushed = new HashSet<>();
    answers = 0;
  }

  @BeforeContainer
  static void register() {
    ClosedFiles.register();
  }

  @AfterTry
  void removeFiles() {
    ClosedFiles.removeHook(directory);
    ClosedFiles.under(directory).clear();
  }

  @Provide
  static Arbitrary<List<Action>> actions() {
    Arbitrary<Integer> never = Arbitraries.just(Integer.MAX_VALUE);
    Arbitrary<Integer> operation = Arbitraries.integers().between(0, 25);
    return Combinators.combine(
            Arbitraries.of(Kind.WRITE, Kind.WRITE, Kind.LOOK, Kind.MERGE, Kind.MERGE, Kind.RESTART),
            Arbitraries.integers().between(0, PROCESSES - 1),
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(0, REQUESTS - 1),
            Arbitraries.oneOf(never, operation),
            Arbitraries.oneOf(never, operation),
            Arbitraries.integers().between(1, PROCESSES - 1))
        .as(Action::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  @Property(tries = 200)
  void whatWasFlushedIsFoundByAllAndTheSameResponseCounts(
      @ForAll("actions") List<Action> actions, @ForAll boolean seenWhileWritten)
      throws IOException {
    directory =
        (seenWhileWritten ? ClosedFiles.SEEN : "closed://property/")
            + DIRECTORIES.incrementAndGet()
            + "/";
    for (int i = 0; i < PROCESSES; i++) {
      known.add(new HashMap<>());
      journals[i] = Journal.open(directory, FAN);
    }
    for (Action action : actions) {
      Map<Integer, String> before = found(Journal.open(directory));
      boolean died = !run(action);
      if (action.kind() != Kind.WRITE) {
        assertThat(found(Journal.open(directory))).isEqualTo(before);
      }
      if (died) {
        restart(action.process());
      }
      checkLiving();
    }
    assertThat(found(Journal.open(directory)).keySet()).containsAll(flushed);
    for (int i = 0; i < PROCESSES; i++) {
      journals[i].readNew();
      assertThat(found(journals[i]).keySet()).containsAll(flushed);
    }
    checkLiving();
  }

  private void checkLiving() {
    for (int i = 0; i < PROCESSES; i++) {
      Map<Integer, String> now = found(journals[i]);
      assertThat(now).as("process %d", i).containsAllEntriesOf(known.get(i));
      known.get(i).putAll(now);
    }
  }

  /** Returns false if the process dies. */
  private boolean run(Action action) throws IOException {
    AtomicInteger operations = new AtomicInteger();
    boolean[] died = {false};
    ClosedFiles.Hook hook =
        new ClosedFiles.Hook() {
          @Override
          public void before(String operation, String file) throws IOException {
            int at = operations.getAndIncrement();
            if (died[0] || at == action.diesAt()) {
              died[0] = true;
              throw new IOException("the process is dead");
            }
            if (at == action.meanwhileAt()) {
              ClosedFiles.removeHook(directory);
              int other = (action.process() + action.other()) % PROCESSES;
              journals[other].merge();
              ClosedFiles.setHook(directory, this);
            }
          }
        };
    ClosedFiles.setHook(directory, hook);
    try {
      act(action);
    } catch (IOException e) {
      // One that lives may fail where another has merged the same, but only for now.
      assertThat(died[0] || action.meanwhileAt() < operations.get()).as(e.toString()).isTrue();
    } finally {
      ClosedFiles.removeHook(directory);
    }
    return !died[0];
  }

  private void act(Action action) throws IOException {
    Journal journal = journals[action.process()];
    switch (action.kind()) {
      case WRITE -> {
        for (int i = 0; i < action.count(); i++) {
          int request = (action.request() + i) % REQUESTS;
          if (journal.find(hash(request)).isEmpty()) {
            // Another process gets another response.
            journal.append(hash(request), ("response " + answers++).getBytes(UTF_8));
          }
          journal.flush();
          flushed.add(request);
        }
      }
      case LOOK -> journal.readNew();
      case MERGE -> journal.merge();
      case RESTART -> restart(action.process());
    }
  }

  private void restart(int process) throws IOException {
    // What was begun is forgotten, and nothing is ended.
    try {
      journals[process] = Journal.open(directory, FAN);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    known.get(process).clear();
  }

  private static String hash(int request) {
    return ContentHash.of("request", Integer.toString(request));
  }

  private static Map<Integer, String> found(Journal journal) {
    Map<Integer, String> found = new HashMap<>();
    for (int i = 0; i < REQUESTS; i++) {
      Optional<byte[]> response = journal.find(hash(i));
      if (response.isPresent()) {
        found.put(i, new String(response.get(), UTF_8));
      }
    }
    return found;
  }
}
