package org.caco.pipelines.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.caco.pipelines.options.UsageException;

/**
 * Keeps a second run out of an output folder on the local file system while one writes to it: until
 * there are files, the folder looks free, and the two would mix. It ends with the process, however
 * that ends; the empty file {@code report/run.lock} stays, since another may be about to take it.
 */
final class OutputLock {
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:");

  // Null where the folder is elsewhere.
  private final FileChannel channel;

  private OutputLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws UsageException if another run has it
   */
  static OutputLock take(String output) {
    FileLock lock = null;
    FileChannel channel = null;
    try {
      if (output == null || output.isBlank() || SCHEME.matcher(output).find()) {
        return new OutputLock(null);
      }
      Path file = Path.of(output, "report", "run.lock");
      Files.createDirectories(file.getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another run of this process has it.
      lock = null;
    } catch (IOException | InvalidPathException e) {
      // What is wrong with the folder is told where the run is noted in it.
      return new OutputLock(channel);
    }
    OutputLock taken = new OutputLock(channel);
    if (lock == null) {
      taken.close();
      throw new UsageException(
          "--output: another run is writing to '"
              + output
              + "' now: wait until it has ended, or choose another output directory.");
    }
    return taken;
  }

  /** Gives the folder back. */
  void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
