package org.caco.transforms.step;

import com.github.luben.zstd.Zstd;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Packs by zstd what another coder writes, for records that a runner sends and keeps in great
 * numbers: a sample takes about 40% of its bytes. Short ones are left as they are.
 *
 * <p>Packed is what stands among others, as everything does that goes from worker to worker. A
 * value that is encoded alone, such as a key or what {@link CoderUtils#encodeToByteArray} gives, is
 * as the other coder has it, so that its bytes do not depend on a version of zstd.
 *
 * @param <T> the type of values
 */
public final class PackedCoder<T> extends StructuredCoder<T> {
  private static final long serialVersionUID = 1L;

  /** Packing fewer bytes than that saves little. */
  private static final int SHORT = 200;

  private static final int LEVEL = 1;

  private final Coder<T> plain;

  private PackedCoder(Coder<T> plain) {
    this.plain = plain;
  }

  /** Packs what {@code plain} writes. */
  public static <T> PackedCoder<T> of(Coder<T> plain) {
    return new PackedCoder<>(plain);
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    byte[] bytes = CoderUtils.encodeToByteArray(plain, value);
    // How long it is when it is unpacked; 0 if it is not packed.
    int unpacked = 0;
    if (bytes.length >= SHORT) {
      unpacked = bytes.length;
      bytes = Zstd.compress(bytes, LEVEL);
    }
    VarInt.encode(unpacked, out);
    VarInt.encode(bytes.length, out);
    out.write(bytes);
  }

  @Override
  public T decode(InputStream in) throws IOException {
    int unpacked = VarInt.decodeInt(in);
    byte[] bytes = new byte[VarInt.decodeInt(in)];
    new DataInputStream(in).readFully(bytes);
    return CoderUtils.decodeFromByteArray(
        plain, unpacked == 0 ? bytes : Zstd.decompress(bytes, unpacked));
  }

  @Override
  @SuppressWarnings("deprecation")
  public void encode(T value, OutputStream out, Context context) throws IOException {
    if (context.isWholeStream) {
      plain.encode(value, out, context);
    } else {
      encode(value, out);
    }
  }

  @Override
  @SuppressWarnings("deprecation")
  public T decode(InputStream in, Context context) throws IOException {
    return context.isWholeStream ? plain.decode(in, context) : decode(in);
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(plain);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(this, "what is packed has to be the same", plain);
  }

  @Override
  public boolean consistentWithEquals() {
    return plain.consistentWithEquals();
  }

  @Override
  public Object structuralValue(T value) {
    return plain.structuralValue(value);
  }

  @Override
  public TypeDescriptor<T> getEncodedTypeDescriptor() {
    return plain.getEncodedTypeDescriptor();
  }
}
