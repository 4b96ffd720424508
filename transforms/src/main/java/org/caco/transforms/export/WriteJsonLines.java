package org.caco.transforms.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileBasedSink;
import org.apache.beam.sdk.io.FileBasedSink.OutputFileHints;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.step.PackedCoder;

/**
 * Writes lines to {@code DIRECTORY/NAME/part-SSSSS-of-NNNNN.jsonl} on any Beam file system, and
 * gives the names of the files once they are there.
 *
 * <p>The number of files is fixed, on every runner and also when there is no line at all, so a
 * second run of the same job replaces exactly the files of the first. Which line goes to which
 * file, and in which order, is not fixed: compare runs by their sorted lines.
 *
 * <p>A retried bundle writes its file again under another temporary name. Not for a few lines out
 * of a large graph: a file for each shard is written even if it is empty.
 *
 * <pre>{@code
 * lines.apply(WriteJsonLines.to("out", "dataset").withShards(10));
 * }</pre>
 */
public final class WriteJsonLines extends PTransform<PCollection<String>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final String directory;
  private final String folder;
  private final int shards;

  private WriteJsonLines(String directory, String folder, int shards) {
    this.directory = directory;
    this.folder = folder;
    this.shards = shards;
  }

  /**
   * Writes one file.
   *
   * @param directory the output directory of the run
   * @param folder the folder in it, such as {@code dataset}
   */
  public static WriteJsonLines to(String directory, String folder) {
    return new WriteJsonLines(directory, folder, 1);
  }

  /** Writes this many files. The default is 1; each is written by one worker. */
  public WriteJsonLines withShards(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("the number of files must be at least 1, not " + number);
    }
    return new WriteJsonLines(directory, folder, number);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("directory", directory + "/" + folder))
        .add(DisplayData.item("shards", shards));
  }

  @Override
  public PCollection<String> expand(PCollection<String> lines) {
    ResourceId target =
        FileSystems.matchNewResource(directory, true)
            .resolve(folder, StandardResolveOptions.RESOLVE_DIRECTORY);
    return lines
        // They go to whoever writes the file.
        .apply("Pack", MapElements.into(TypeDescriptors.strings()).via(line -> line))
        .setCoder(PackedCoder.of(StringUtf8Coder.of()))
        .apply(
            "Write",
            TextIO.write()
                .to(new PartNames(target.toString()))
                .withTempDirectory(target)
                .withNumShards(shards)
                .withOutputFilenames())
        .getPerDestinationOutputFilenames()
        .apply("Names", Values.create());
  }

  /** Beam's own names have the digits of the worker's locale. */
  private static final class PartNames extends FileBasedSink.FilenamePolicy {
    private static final long serialVersionUID = 1L;

    private final String folder;

    private PartNames(String folder) {
      this.folder = folder;
    }

    @Override
    public ResourceId unwindowedFilename(int shard, int shards, OutputFileHints hints) {
      ResourceId file =
          FileSystems.matchNewResource(folder, true)
              .resolve(
                  String.format(Locale.ROOT, "part-%05d-of-%05d.jsonl", shard, shards),
                  StandardResolveOptions.RESOLVE_FILE);
      if (FileGlobs.isLocal(folder)) {
        exist(Path.of(file.toString()));
      }
      return file;
    }

    /**
     * Beam looks whether a file is there before it writes it, and takes the name of one that is not
     * for a pattern, which half a pair of braces is none of.
     */
    private static void exist(Path file) {
      try {
        java.nio.file.FileSystems.getDefault().getPathMatcher("glob:" + file);
      } catch (PatternSyntaxException e) {
        create(file);
      }
    }

    private static void create(Path file) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        // Of an earlier run or an earlier try: it is replaced.
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
    }

    @Override
    public ResourceId windowedFilename(
        int shard, int shards, BoundedWindow window, PaneInfo pane, OutputFileHints hints) {
      throw new UnsupportedOperationException("lines are written once, not window by window");
    }
  }
}
