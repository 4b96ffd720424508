package org.caco.runners.flink;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.jspecify.annotations.Nullable;

/**
 * Writes tagged records to the one of an operator's readers that wants them. Flink writes each
 * record to every reader, one after the other and in the order in which its graph has them; here
 * the others get a byte that says so.
 *
 * <p>Which reader comes when is known once the graph is there ({@link #setOrder}); until then
 * everybody gets everything.
 */
final class ReadersCoder extends CustomCoder<WindowedValue<RawUnionValue>> {
  private static final long serialVersionUID = 1L;

  private static final WindowedValue<RawUnionValue> FOR_ANOTHER =
      WindowedValues.valueInGlobalWindow(new RawUnionValue(ReaderFunction.FOR_ANOTHER, null));

  private final Coder<WindowedValue<RawUnionValue>> plain;
  private int @Nullable [] order;
  private transient int turn;
  private transient boolean reads;

  ReadersCoder(Coder<WindowedValue<RawUnionValue>> plain) {
    this.plain = plain;
  }

  /**
   * Whose turn it is when.
   *
   * @param tags what each reader wants, in the order in which they are written to
   */
  void setOrder(int[] tags) {
    order = tags.clone();
  }

  @Override
  public void encode(WindowedValue<RawUnionValue> value, OutputStream out) throws IOException {
    boolean wanted = value.getValue().getUnionTag() != ReaderFunction.FOR_ANOTHER;
    // A reader that keeps what it gets, for a while, keeps all of it.
    if (order != null && !reads) {
      wanted = order[turn] == value.getValue().getUnionTag();
      turn = (turn + 1) % order.length;
    }
    out.write(wanted ? 1 : 0);
    if (wanted) {
      plain.encode(value, out);
    }
  }

  @Override
  public WindowedValue<RawUnionValue> decode(InputStream in) throws IOException {
    reads = true;
    int wanted = in.read();
    if (wanted < 0) {
      throw new EOFException();
    }
    return wanted == 0 ? FOR_ANOTHER : plain.decode(in);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "it depends on who reads");
  }
}
