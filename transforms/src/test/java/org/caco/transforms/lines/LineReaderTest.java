package org.caco.transforms.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void splitsAtLineFeedsAndDropsCarriageReturns() throws IOException {
    assertThat(texts("a\r\n\nb\rc\n", 100)).containsExactly("a", "", "b\rc");
  }

  @Test
  void readsALastLineWithoutLineFeed() throws IOException {
    assertThat(texts("a\nb", 100)).containsExactly("a", "b");
  }

  @Test
  void readsNothingFromAnEmptyStream() throws IOException {
    assertThat(texts("", 100)).isEmpty();
  }

  @Test
  void dropsAByteOrderMarkAtTheStartOnly() throws IOException {
    assertThat(texts("\uFEFFa\n\uFEFFb", 100)).containsExactly("a", "\uFEFFb");
  }

  @Test
  void cutsALineThatIsTooLongAndGoesOnAfterIt() throws IOException {
    List<Line> lines = lines("x".repeat(3_000_000) + "\nb\n", 1_000);

    assertThat(lines).extracting(Line::length).containsExactly(3_000_000L, 1L);
    assertThat(lines).extracting(Line::tooLong).containsExactly(true, false);
    assertThat(lines.get(0).text()).hasSize(LineReader.EXCERPT_BYTES);
  }

  @Test
  void holdsALineOfExactlyTheLimit() throws IOException {
    assertThat(lines("12345\r\n123456\n", 5))
        .extracting(Line::tooLong)
        .containsExactly(false, true);
  }

  @Property(tries = 300)
  void agreesWithSplittingTheWholeText(
      @ForAll @CharRange(from = 'a', to = 'c') String letters, @ForAll @IntRange(max = 3) int step)
      throws IOException {
    String text = letters.replace('a', '\n');
    List<String> expected = new ArrayList<>(text.lines().toList());

    assertThat(texts(new Dribble(text.getBytes(UTF_8), step + 1), 1_000)).isEqualTo(expected);
  }

  private static List<String> texts(String content, int max) throws IOException {
    return texts(new ByteArrayInputStream(content.getBytes(UTF_8)), max);
  }

  private static List<String> texts(InputStream in, int max) throws IOException {
    List<String> texts = new ArrayList<>();
    LineReader reader = new LineReader(in, max);
    for (Line line = reader.next(); line != null; line = reader.next()) {
      texts.add(line.text());
    }
    return texts;
  }

  private static List<Line> lines(String content, int max) throws IOException {
    List<Line> lines = new ArrayList<>();
    LineReader reader = new LineReader(new ByteArrayInputStream(content.getBytes(UTF_8)), max);
    for (Line line = reader.next(); line != null; line = reader.next()) {
      lines.add(line);
    }
    return lines;
  }

  /** Gives a few bytes at a time, as a network does. */
  private static final class Dribble extends ByteArrayInputStream {
    private final int step;

    Dribble(byte[] bytes, int step) {
      super(bytes);
      this.step = step;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(step, length));
    }
  }
}
