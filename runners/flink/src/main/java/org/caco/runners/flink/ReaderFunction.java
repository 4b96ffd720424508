package org.caco.runners.flink;

import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Takes the records of one tag out of what an operator with several outputs emits. */
final class ReaderFunction
    implements FlatMapFunction<WindowedValue<RawUnionValue>, WindowedValue<Object>> {
  private static final long serialVersionUID = 1L;

  /** The tag of what is left of a record that is for another reader. */
  static final int FOR_ANOTHER = -1;

  private final int tag;
  private boolean alone;

  ReaderFunction(int tag) {
    this.tag = tag;
  }

  /** From now on it is an error if it is given another's record whole. */
  void expectAlone() {
    alone = true;
  }

  @Override
  public void flatMap(WindowedValue<RawUnionValue> value, Collector<WindowedValue<Object>> output) {
    RawUnionValue tagged = value.getValue();
    if (tagged.getUnionTag() == tag) {
      output.collect(value.withValue(tagged.getValue()));
    } else if (alone && tagged.getUnionTag() != FOR_ANOTHER) {
      throw new IllegalStateException(
          "Flink has put the readers of an operator in another order than it did when the job was"
              + " submitted.");
    }
  }
}
