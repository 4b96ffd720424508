package org.caco.pipelines.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.lines.FileGlobs;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second run out of an output folder on the local file system while one writes to it: until
 * there are files, the folder looks free, and the two would mix. It ends with the process, however
 * that ends. What is left of it is the empty file {@code report/run.lock}, and of a run that was
 * refused nothing.
 */
final class OutputLock implements AutoCloseable {
  private final @Nullable FileChannel channel;
  private final @Nullable Path file;
  private final @Nullable MadeFolders folders;

  private OutputLock(
      @Nullable FileChannel channel, @Nullable Path file, @Nullable MadeFolders folders) {
    this.channel = channel;
    this.file = file;
    this.folders = folders;
  }

  /**
   * Takes the folder.
   *
   * @throws UsageException if another run has it
   */
  static OutputLock take(String output) {
    if (output.isBlank() || !FileGlobs.isLocal(output)) {
      return new OutputLock(null, null, null);
    }
    MadeFolders folders = null;
    try {
      Path report = Path.of(output, "report");
      Path file = report.resolve("run.lock");
      folders = MadeFolders.make(report);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel, file)) {
        return new OutputLock(channel, file, folders);
      }
      channel.close();
    } catch (IOException | InvalidPathException e) {
      // What is wrong with the folder is told where the run is noted in it.
      if (folders != null) {
        folders.removeEmpty();
      }
      return new OutputLock(null, null, null);
    }
    throw new UsageException(
        "--output: another run is writing to '"
            + output
            + "' now: wait until it has ended, or choose another output directory.");
  }

  private static boolean isLocked(FileChannel channel, Path file) throws IOException {
    try {
      // A run that was refused removes its file: a lock on what is no longer there keeps nobody
      // out.
      return channel.tryLock() != null && Files.exists(file);
    } catch (OverlappingFileLockException e) {
      // Another run of this process has it.
      return false;
    }
  }

  /** Removes what it has made, if nothing else is there: the run was refused. */
  void removeTraces() {
    if (file == null || folders == null) {
      return;
    }
    try {
      if (!Files.exists(file.resolveSibling("run.json"))) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A file too many is no reason to say another thing than why the run is refused.
    }
    folders.removeEmpty();
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
