package org.caco.transforms.export;

import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;

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
    String prefix = directory.replaceAll("/+$", "") + "/" + folder + "/part";
    return lines
        .apply(
            "Write",
            TextIO.write()
                .to(prefix)
                .withSuffix(".jsonl")
                .withShardNameTemplate("-SSSSS-of-NNNNN")
                .withNumShards(shards)
                .withOutputFilenames())
        .getPerDestinationOutputFilenames()
        .apply("Names", Values.create());
  }
}
