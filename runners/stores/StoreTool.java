import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.transforms.journal.Journal;

/**
 * What runners/stores-trial does to a store by itself, through the file systems of the program:
 *
 * <pre>
 * put FILE PATH       copies a local file there
 * cat PATTERN         shows all that is in the files, in the order of their names
 * list PATTERN        names the files
 * await PATTERN N     waits until there are N files, for two minutes at most
 * journal DIR         how many responses a journal has
 * flushes DIR N       appends N responses of 2 kB, each flushed, and says what files there are
 * </pre>
 *
 * What begins with {@code --} and comes first is an option of Beam.
 */
final class StoreTool {
  private StoreTool() {}

  public static void main(String[] all) throws Exception {
    List<String> args = new ArrayList<>(Arrays.asList(all));
    List<String> options = new ArrayList<>();
    while (args.get(0).startsWith("--")) {
      options.add(args.remove(0));
    }
    FileSystems.setDefaultPipelineOptions(
        PipelineOptionsFactory.fromArgs(options.toArray(String[]::new)).create());
    String path = args.get(1);
    switch (args.get(0)) {
      case "put" -> put(Path.of(path), args.get(2));
      case "cat" -> cat(path);
      case "list" -> found(path).forEach(file -> System.out.println(file.resourceId()));
      case "await" -> await(path, Integer.parseInt(args.get(2)));
      case "journal" -> {
        try (var lease = Journal.acquire(path)) {
          System.out.println(lease.get().size());
        }
      }
      case "flushes" -> flushes(path, Integer.parseInt(args.get(2)));
      default -> throw new IllegalArgumentException(args.get(0));
    }
    System.exit(0);
  }

  private static List<Metadata> found(String pattern) throws IOException {
    List<Metadata> files =
        new ArrayList<>(FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata());
    files.sort((a, b) -> a.resourceId().toString().compareTo(b.resourceId().toString()));
    return files;
  }

  private static void put(Path from, String to) throws IOException {
    try (WritableByteChannel channel =
        FileSystems.create(FileSystems.matchNewResource(to, false), "application/octet-stream")) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(from));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static void cat(String pattern) throws IOException {
    for (Metadata file : found(pattern)) {
      try (var in = Channels.newInputStream(FileSystems.open(file.resourceId()))) {
        in.transferTo(System.out);
      }
    }
    System.out.flush();
  }

  private static void await(String pattern, int files) throws Exception {
    for (int i = 0; i < 480; i++) {
      if (found(pattern).size() >= files) {
        return;
      }
      Thread.sleep(250);
    }
    throw new IllegalStateException("there are not " + files + " files of " + pattern);
  }

  private static void flushes(String directory, int flushes) throws Exception {
    String pattern = directory + "/responses-*.zj";
    byte[] response = "an answer of some words; ".repeat(80).getBytes(UTF_8);
    int most = 0;
    long start = System.nanoTime();
    try (var lease = Journal.acquire(directory)) {
      for (int i = 0; i < flushes; i++) {
        lease.get().append(String.format(java.util.Locale.ROOT, "%032x", i), response);
        lease.get().flush();
        if (i % 100 == 99) {
          most = Math.max(most, found(pattern).size());
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int closed = found(pattern).size();
    // Another process that begins to write merges what the first has left.
    try (var lease = Journal.acquire(directory, "another run")) {
      lease.get().append("f".repeat(32), response);
      lease.get().flush();
      Thread.sleep(2_000);
    }
    try (var lease = Journal.acquire(directory, "a third run")) {
      System.out.printf(
          java.util.Locale.ROOT,
          "%d flushes in %.0f s: %d files at the end, %d at most, %d once another run had begun; %d"
              + " responses%n",
          flushes,
          seconds,
          closed,
          most,
          found(pattern).size(),
          lease.get().size());
    }
  }
}
