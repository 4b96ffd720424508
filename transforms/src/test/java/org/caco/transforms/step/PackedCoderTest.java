package org.caco.transforms.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedCoderTest {
  private static final Coder<String> CODER = PackedCoder.of(StringUtf8Coder.of());

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 199, 200, 100_000})
  void givesBackWhatItGot(int length) throws Exception {
    CoderProperties.coderDecodeEncodeEqual(CODER, "ä".repeat(length));
    CoderProperties.coderSerializable(CODER);
  }

  @Test
  void packsWhatStandsAmongOthers() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Coder<KV<String, String>> both = KvCoder.of(CODER, CODER);
    KV<String, String> texts = KV.of("so ".repeat(1_000), "long");
    both.encode(texts, out);

    assertThat(out.size()).isLessThan(100);
    assertThat(both.decode(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(texts);
  }

  @Test
  void leavesWhatIsEncodedAloneAsItIs() throws Exception {
    String text = "so ".repeat(1_000);

    assertThat(CoderUtils.encodeToByteArray(CODER, text))
        .isEqualTo(CoderUtils.encodeToByteArray(StringUtf8Coder.of(), text));
  }
}
