package org.caco.transforms.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.caco.transforms.lines.ReadLines;
import org.caco.transforms.records.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many seeds one core reads, by CPU time, from JSON lines and from Parquet packed by zstd, each
 * of two columns in the manner of GSM8K; beside it how many of the same lines Jackson alone makes
 * trees of. Not part of the tests:
 *
 * <pre>
 * mvn -q -B -pl transforms -am test -Dtest=SeedsBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>Rows are those of {@code -Dcaco.data=DIR}'s GSM8K where it is there, with a number of their
 * own, and else made up. {@code -Dcaco.benchmark.rows=200000} says how many, {@code
 * -Dcaco.benchmark.rounds=4} how often they are read, the first time without counting, and {@code
 * -Dcaco.benchmark.folder=DIR} where the files are to stay.
 */
class SeedsBenchmark {
  private static final int ROWS = Integer.getInteger("caco.benchmark.rows", 200_000);
  private static final int ROUNDS = Integer.getInteger("caco.benchmark.rounds", 4);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temporary;

  /** Something that reads all rows once. */
  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  @Test
  void compare() throws IOException {
    String given = System.getProperty("caco.benchmark.folder");
    Path folder = given == null ? temporary : Files.createDirectories(Path.of(given));
    Path lines = folder.resolve("seeds.jsonl");
    Path parquet = folder.resolve("seeds.parquet");
    write(lines, parquet);
    System.out.printf(
        Locale.ROOT,
        "%d cores, Java %s, %s; %,d rows, %,d MB as lines, %,d MB as Parquet%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        System.getProperty("os.arch"),
        ROWS,
        Files.size(lines) >> 20,
        Files.size(parquet) >> 20);
    measure("Jackson alone, of lines", () -> trees(lines));
    measure("seeds of JSON lines", () -> seeds(lines));
    measure("seeds of Parquet", () -> seeds(parquet));
  }

  private static void measure(String name, Reading reading) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = threads.getCurrentThreadCpuTime();
      reading.run();
      double rate = ROWS / ((threads.getCurrentThreadCpuTime() - start) / 1e9);
      best = round == 0 ? 0 : Math.max(best, rate);
    }
    System.out.printf(Locale.ROOT, "%-24s %,9.0f rows a CPU-second%n", name, best);
  }

  private static void trees(Path lines) throws IOException {
    int rows = 0;
    try (BufferedReader reader = Files.newBufferedReader(lines)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rows += JSON.readTree(line).size() > 0 ? 1 : 0;
      }
    }
    assertThat(rows).isEqualTo(ROWS);
  }

  private static void seeds(Path file) {
    ReadLines.of(
            ReadSeeds.STEP,
            file.toString(),
            new SeedParser(null, "", 1),
            TypeDescriptor.of(Seed.class))
        .check();
  }

  private static void write(Path lines, Path parquet) throws IOException {
    List<String> texts = texts();
    MessageType schema =
        Types.buildMessage()
            .addField(column("question"))
            .addField(column("answer"))
            .named("schema");
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    Files.deleteIfExists(parquet);
    try (BufferedWriter out = Files.newBufferedWriter(lines);
        ParquetWriter<Group> rows =
            ExampleParquetWriter.builder(new LocalOutputFile(parquet))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCodecFactory(new ZstdFactory())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(16L << 20)
                .build()) {
      for (int i = 0; i < ROWS; i++) {
        JsonNode row = JSON.readTree(texts.get(i % texts.size()));
        String question = "No. " + i + ": " + row.path("question").asText();
        String answer = row.path("answer").asText();
        ObjectNode line = JSON.createObjectNode().put("question", question).put("answer", answer);
        out.write(line.toString());
        out.newLine();
        rows.write(groups.newGroup().append("question", question).append("answer", answer));
      }
    }
  }

  private static Type column(String name) {
    return Types.optional(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named(name);
  }

  private static List<String> texts() throws IOException {
    Path real = Path.of(System.getProperty("caco.data", "/none"), "gsm8k", "train.jsonl");
    if (Files.exists(real)) {
      return Files.readAllLines(real);
    }
    Random random = new Random(7);
    return random
        .ints(7_000, 2, 90)
        .mapToObj(
            n ->
                JSON.createObjectNode()
                    .put(
                        "question",
                        "Ida sold "
                            + n
                            + " clips to her friends in April, and then she sold half as many in"
                            + " May. Her brother had "
                            + 3 * n
                            + " clips of his own and gave away 2 of them every day for a week. How"
                            + " many clips did Ida sell altogether in April and May?")
                    .put(
                        "answer",
                        "In May Ida sold "
                            + n
                            + "/2 = <<"
                            + n
                            + "/2="
                            + n / 2.0
                            + ">> clips, since it was half as many as in April.\nAltogether that"
                            + " makes "
                            + n
                            + "+"
                            + n / 2.0
                            + " clips in the two months, whatever her brother did.\n#### "
                            + 1.5 * n)
                    .toString())
        .toList();
  }

  /** Packs by zstd, which Parquet itself asks Hadoop for. */
  private static final class ZstdFactory implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      return new BytesInputCompressor() {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
          ByteArrayOutputStream plain = new ByteArrayOutputStream((int) bytes.size());
          bytes.writeAllTo(plain);
          return BytesInput.from(Zstd.compress(plain.toByteArray()));
        }

        @Override
        public CompressionCodecName getCodecName() {
          return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
      };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException("files are only written");
    }

    @Override
    public void release() {}
  }
}
