package org.caco.transforms.diversity;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * What a record knows of another with which it is in a pair, or of itself.
 *
 * @param other the id of the other, empty where it is of itself
 * @param product the product of both embeddings
 */
record Link(String other, int product, Kind kind) {
  /** What is known. */
  enum Kind {
    /** The other is later. */
    LATER,
    /** The record is later in some pair. */
    IS_LATER,
    /** The record is earlier in some pair, and later in another. */
    IS_EARLIER,
    /** The other is earlier, and stays. */
    STAYS,
    /** The other is earlier, and may stay. */
    OPEN
  }

  private static final List<Kind> KINDS = List.of(Kind.values());

  /** What a record knows of itself. */
  static Link marker(Kind kind) {
    return new Link("", 0, kind);
  }

  /** Whether this other is nearer than that of {@code than}, or as near and earlier. */
  boolean isNearer(Link than) {
    int order = Integer.compare(product, than.product);
    return order > 0 || (order == 0 && other.compareTo(than.other) < 0);
  }

  /** Writes the fields one after the other. */
  static final class LinkCoder extends CustomCoder<Link> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Link value, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(value.other, out);
      VarIntCoder.of().encode(value.product, out);
      VarIntCoder.of().encode(KINDS.indexOf(value.kind), out);
    }

    @Override
    public Link decode(InputStream in) throws IOException {
      return new Link(
          StringUtf8Coder.of().decode(in),
          VarIntCoder.of().decode(in),
          KINDS.get(VarIntCoder.of().decode(in)));
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
