package org.caco.transforms.decontaminate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * A problem that no model is to be trained on.
 *
 * @param file the benchmark's file
 * @param row the line of the file, counted from 1
 * @param text the problem as the benchmark poses it
 */
public record BenchmarkProblem(String file, long row, String text) {
  static final Comparator<BenchmarkProblem> BY_PLACE =
      Comparator.comparing(BenchmarkProblem::file)
          .thenComparingLong(BenchmarkProblem::row)
          .thenComparing(BenchmarkProblem::text);

  /** Where it is, as {@code FILE:ROW}. */
  String place() {
    return file + ":" + row;
  }

  /** The coder to set on a collection of problems that is not read by {@link ReadBenchmarks}. */
  public static Coder<BenchmarkProblem> coder() {
    return new ProblemCoder();
  }

  /** Writes the fields one after the other. */
  private static final class ProblemCoder extends CustomCoder<BenchmarkProblem> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(BenchmarkProblem value, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(value.file, out);
      VarLongCoder.of().encode(value.row, out);
      StringUtf8Coder.of().encode(value.text, out);
    }

    @Override
    public BenchmarkProblem decode(InputStream in) throws IOException {
      return new BenchmarkProblem(
          StringUtf8Coder.of().decode(in),
          VarLongCoder.of().decode(in),
          StringUtf8Coder.of().decode(in));
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
