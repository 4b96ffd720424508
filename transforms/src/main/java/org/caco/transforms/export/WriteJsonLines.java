package org.caco.transforms.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.MimeTypes;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.caco.hash.ContentHash;
import org.caco.transforms.step.PackedCoder;

/**
 * Writes lines to {@code DIRECTORY/NAME/part-SSSSS-of-NNNNN.jsonl} on any Beam file system, and
 * gives the names of the files once they are there.
 *
 * <p>The number of files is fixed, on every runner and also when there is no line at all, so a
 * second run of the same job replaces exactly the files of the first. Which line goes to which file
 * depends on the line alone, and its order there is not fixed: compare runs by their sorted lines.
 * Lines are not empty.
 *
 * <p>A file gets its name when it is complete. A retried bundle writes its file again, under
 * another temporary name, and puts it in the place of the first. Not for a few lines out of a large
 * graph: a file for each shard is written even if it is empty.
 *
 * <pre>{@code
 * lines.apply(WriteJsonLines.to("out", "dataset").withShards(10));
 * }</pre>
 */
public final class WriteJsonLines extends PTransform<PCollection<String>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** Stands for a file that gets no line. */
  private static final String NO_LINE = "";

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
    KvCoder<Integer, String> coder =
        KvCoder.of(VarIntCoder.of(), PackedCoder.of(StringUtf8Coder.of()));
    PCollection<KV<Integer, String>> files =
        lines
            .getPipeline()
            .apply(
                "Files",
                Create.of(
                        IntStream.range(0, shards).mapToObj(file -> KV.of(file, NO_LINE)).toList())
                    .withCoder(coder));
    return PCollectionList.of(lines.apply("Place", ParDo.of(new PlaceFn(shards))).setCoder(coder))
        .and(files)
        .apply("All", Flatten.pCollections())
        .apply("ByFile", GroupByKey.create())
        .apply("Write", ParDo.of(new WriteFn(directory, folder, shards)));
  }

  private static final class PlaceFn extends DoFn<String, KV<Integer, String>> {
    private static final long serialVersionUID = 1L;

    private final int shards;

    PlaceFn(int shards) {
      this.shards = shards;
    }

    @ProcessElement
    public void process(@Element String line, OutputReceiver<KV<Integer, String>> output) {
      int file = shards == 1 ? 0 : Math.floorMod(ContentHash.number("file", line), shards);
      output.output(KV.of(file, line));
    }
  }

  private static final class WriteFn extends DoFn<KV<Integer, Iterable<String>>, String> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final String folder;
    private final int shards;

    WriteFn(String directory, String folder, int shards) {
      this.directory = directory;
      this.folder = folder;
      this.shards = shards;
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<String>> lines, OutputReceiver<String> output)
        throws IOException {
      ResourceId target =
          FileSystems.matchNewResource(directory, true)
              .resolve(folder, StandardResolveOptions.RESOLVE_DIRECTORY);
      // Not by the worker's locale, which may have other digits.
      String name = String.format(Locale.ROOT, "part-%05d-of-%05d.jsonl", lines.getKey(), shards);
      ResourceId file = target.resolve(name, StandardResolveOptions.RESOLVE_FILE);
      ResourceId unfinished =
          target.resolve(
              name + "." + UUID.randomUUID() + ".unfinished", StandardResolveOptions.RESOLVE_FILE);
      try {
        write(lines.getValue(), unfinished);
        FileSystems.rename(List.of(unfinished), List.of(file));
      } catch (IOException | RuntimeException e) {
        try {
          FileSystems.delete(List.of(unfinished));
        } catch (IOException missing) {
          e.addSuppressed(missing);
        }
        throw e;
      }
      output.output(file.toString());
    }

    private static void write(Iterable<String> lines, ResourceId file) throws IOException {
      try (OutputStream out =
          new BufferedOutputStream(
              Channels.newOutputStream(FileSystems.create(file, MimeTypes.TEXT)))) {
        for (String line : lines) {
          if (!line.equals(NO_LINE)) {
            out.write(line.getBytes(UTF_8));
            out.write('\n');
          }
        }
      }
    }
  }
}
