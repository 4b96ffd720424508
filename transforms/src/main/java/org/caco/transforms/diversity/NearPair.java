package org.caco.transforms.diversity;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * Two records that are near duplicates.
 *
 * @param later the one that goes if the other stays
 * @param earlier the one that comes first by priority
 * @param product the product of their embeddings
 */
record NearPair(String later, String earlier, int product) {
  /** Writes the fields one after the other. */
  static final class NearPairCoder extends CustomCoder<NearPair> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(NearPair value, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(value.later, out);
      StringUtf8Coder.of().encode(value.earlier, out);
      VarIntCoder.of().encode(value.product, out);
    }

    @Override
    public NearPair decode(InputStream in) throws IOException {
      return new NearPair(
          StringUtf8Coder.of().decode(in),
          StringUtf8Coder.of().decode(in),
          VarIntCoder.of().decode(in));
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
