package org.caco.pipelines.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a command that writes one line for each line it reads. */
public final class LineFiles {
  private LineFiles() {}

  /**
   * Looks whether they can be used, before one of them is opened.
   *
   * @throws UsageException naming the option and the file
   */
  public static void check(LinesOptions options) {
    Path input = Path.of(options.getInput());
    Path output = Path.of(options.getOutput());
    if (!Files.exists(input)) {
      throw new UsageException("--input: there is no file " + input + ".");
    }
    if (Files.isDirectory(input)) {
      throw new UsageException("--input: " + input + " is a folder: name a file in it.");
    }
    if (!Files.isReadable(input)) {
      throw new UsageException("--input: " + input + " cannot be read: its permissions forbid it.");
    }
    if (Files.isDirectory(output)) {
      throw new UsageException("--output: " + output + " is a folder: name a file in it.");
    }
    if (Files.exists(output) && !Files.isRegularFile(output)) {
      throw new UsageException("--output: " + output + " is a device: name a file.");
    }
    checkFolder("output", options.getOutput());
    if (isSame(input, output)) {
      throw new UsageException("--output: " + output + " is the input: name another file.");
    }
  }

  /**
   * Looks whether a file can be written.
   *
   * @throws UsageException naming the option and the file
   */
  public static void checkFolder(String option, String file) {
    Path folder = Path.of(file).toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(
          "--" + option + "=" + file + ": there is no folder " + folder + ": make it first.");
    }
    Path path = Path.of(file);
    if (!Files.isWritable(Files.exists(path) ? path : folder)) {
      throw new UsageException(
          "--" + option + "=" + file + " cannot be written: its permissions forbid it.");
    }
  }

  private static boolean isSame(Path input, Path output) {
    try {
      return Files.exists(output) && Files.isSameFile(input, output);
    } catch (IOException e) {
      return false;
    }
  }
}
