package org.caco.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  @Test
  void anIdNeverChangesFromOneVersionToTheNext() {
    assertThat(ContentHash.of("program", "output = 1\n"))
        .as("the first 16 bytes of SHA-256 over 4 bytes of length, big-endian, and UTF-8, by part")
        .isEqualTo("06ac91a89f47557aed6395ba4dbf678a");
  }

  @Test
  void aNumberNeverChangesFromOneVersionToTheNext() {
    assertThat(ContentHash.number("seed", "é")).isEqualTo(8059134625773790585L);
  }

  @Test
  void boundariesOfPartsMatter() {
    assertThat(
            List.of(
                ContentHash.of("ab", "c"),
                ContentHash.of("a", "bc"),
                ContentHash.of("abc"),
                ContentHash.of("abc", ""),
                ContentHash.of("", "abc"),
                ContentHash.of("a", "b", "c")))
        .doesNotHaveDuplicates();
  }

  @Test
  void noPartsAndAnEmptyPartDiffer() {
    assertThat(ContentHash.of()).isNotEqualTo(ContentHash.of(""));
  }

  @Property(tries = 200)
  void equalPartsAloneGiveEqualIds(
      @ForAll @Size(max = 4) List<@StringLength(max = 3) String> left,
      @ForAll @Size(max = 4) List<@StringLength(max = 3) String> right) {
    Assume.that(left.stream().noneMatch(ContentHashTest::isBroken));
    Assume.that(right.stream().noneMatch(ContentHashTest::isBroken));
    assertThat(hash(left).equals(hash(right))).isEqualTo(left.equals(right));
  }

  @Property(tries = 200)
  void aNumberIsNeverNegative(@ForAll String part) {
    assertThat(ContentHash.number(part)).isNotNegative();
  }

  private static String hash(List<String> parts) {
    return ContentHash.of(parts.toArray(String[]::new));
  }

  /** Whether the text has half a surrogate pair, which UTF-8 cannot tell from another half. */
  private static boolean isBroken(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }
}
