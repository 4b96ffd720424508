package org.caco.runners.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.join.UnionCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class ReadersCoderTest {
  private static final String LONG = "x".repeat(10_000);

  private final ReadersCoder coder =
      new ReadersCoder(
          WindowedValues.getFullCoder(
              UnionCoder.of(List.of(StringUtf8Coder.of(), StringUtf8Coder.of())),
              GlobalWindow.Coder.INSTANCE));

  @Test
  void writesARecordToTheReaderWhoseTurnItIs() throws IOException {
    coder.setOrder(new int[] {1, 0});
    byte[] toSecondTag = encode(coder, record(0));
    byte[] toFirstTag = encode(coder, record(0));

    assertThat(toSecondTag).hasSize(1);
    assertThat(read(0, true, toFirstTag)).containsExactly(LONG);
    assertThat(read(1, true, toSecondTag)).isEmpty();
  }

  @Test
  void writesEverythingToEverybodyWithoutAnOrder() throws IOException {
    byte[] bytes = encode(coder, record(0));

    assertThat(read(0, false, bytes)).containsExactly(LONG);
    assertThat(read(1, false, bytes)).isEmpty();
  }

  @Test
  void tellsAReaderThatItsTurnWasAnothers() throws IOException {
    byte[] bytes = encode(coder, record(0));

    assertThatThrownBy(() -> read(1, true, bytes)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsAllOfWhatItHasRead() throws IOException {
    coder.setOrder(new int[] {0, 1});
    ReadersCoder reader = SerializableUtils.clone(coder);
    WindowedValue<RawUnionValue> read =
        reader.decode(new ByteArrayInputStream(encode(coder, record(0))));
    encode(reader, read);

    assertThat(read(0, true, encode(reader, read))).containsExactly(LONG);
  }

  private static WindowedValue<RawUnionValue> record(int tag) {
    return WindowedValues.valueInGlobalWindow(new RawUnionValue(tag, LONG));
  }

  private static byte[] encode(ReadersCoder coder, WindowedValue<RawUnionValue> value)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    coder.encode(value, out);
    return out.toByteArray();
  }

  /** What the reader of {@code tag} gets of these bytes. */
  private List<Object> read(int tag, boolean alone, byte[] bytes) throws IOException {
    ReaderFunction function = new ReaderFunction(tag);
    if (alone) {
      function.expectAlone();
    }
    List<WindowedValue<Object>> got = new ArrayList<>();
    function.flatMap(
        SerializableUtils.clone(coder).decode(new ByteArrayInputStream(bytes)),
        new ListCollector<>(got));
    return got.stream().map(WindowedValue::getValue).toList();
  }
}
