package org.caco.transforms.diversity;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.caco.transforms.step.PackedCoder;

/** The smallest record of some group so far: by its rank first, then by its bytes. */
final class Contender {
  private static final Contender NONE = new Contender("", new byte[0], 0, 0);

  private final String rank;
  private final byte[] record;
  private final long copies;
  private final long size;

  private Contender(String rank, byte[] record, long copies, long size) {
    this.rank = rank;
    this.record = record;
    this.copies = copies;
    this.size = size;
  }

  /** The serialised record; not to be written to. */
  byte[] record() {
    return record;
  }

  /** How many records of the group are equal to it in every byte. */
  long copies() {
    return copies;
  }

  /** How many records the group has. */
  long size() {
    return size;
  }

  static Contender of(String rank, byte[] record) {
    return new Contender(rank, record, 1, 1);
  }

  /** Negative if this comes before {@code other}, 0 if both are the same record. */
  int compareTo(Contender other) {
    int order = rank.compareTo(other.rank);
    return order != 0 ? order : Arrays.compareUnsigned(record, other.record);
  }

  private Contender merge(Contender other) {
    if (size == 0) {
      return other;
    }
    if (other.size == 0) {
      return this;
    }
    int order = compareTo(other);
    Contender first = order <= 0 ? this : other;
    long both = order == 0 ? copies + other.copies : first.copies;
    return new Contender(first.rank, first.record, both, size + other.size);
  }

  /** Finds the smallest, in the memory of one record whatever the size of the group. */
  static final class Smallest extends Combine.CombineFn<Contender, Contender, Contender> {
    private static final long serialVersionUID = 1L;

    @Override
    public Contender createAccumulator() {
      return NONE;
    }

    @Override
    public Contender addInput(Contender accumulator, Contender input) {
      return accumulator.merge(input);
    }

    @Override
    public Contender mergeAccumulators(Iterable<Contender> accumulators) {
      Contender merged = NONE;
      for (Contender accumulator : accumulators) {
        merged = merged.merge(accumulator);
      }
      return merged;
    }

    @Override
    public Contender extractOutput(Contender accumulator) {
      return accumulator;
    }
  }

  /** Writes the fields one after the other, the record packed. */
  static final class ContenderCoder extends CustomCoder<Contender> {
    private static final long serialVersionUID = 1L;

    private static final Coder<String> STRING = StringUtf8Coder.of();
    private static final Coder<byte[]> BYTES = PackedCoder.of(ByteArrayCoder.of());
    private static final Coder<Long> LONG = VarLongCoder.of();

    @Override
    public void encode(Contender value, OutputStream out) throws IOException {
      STRING.encode(value.rank, out);
      BYTES.encode(value.record, out);
      LONG.encode(value.copies, out);
      LONG.encode(value.size, out);
    }

    @Override
    public Contender decode(InputStream in) throws IOException {
      return new Contender(STRING.decode(in), BYTES.decode(in), LONG.decode(in), LONG.decode(in));
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean consistentWithEquals() {
      return false;
    }
  }
}
