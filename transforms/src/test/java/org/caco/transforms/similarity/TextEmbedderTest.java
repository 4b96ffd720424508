package org.caco.transforms.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextEmbedderTest {
  private static final TextEmbedder EMBEDDER = TextEmbedder.acquire().get();

  private static Embedding embed(String text) {
    return EMBEDDER.embed(text);
  }

  @Test
  void putsLikeTextsCloserThanUnlikeOnes() {
    Embedding question = embed("How many eggs does Janet sell?");

    assertThat(question.cosine(embed("What number of eggs is sold by Janet?")))
        .isGreaterThan(0.8)
        .isGreaterThan(question.cosine(embed("Find the area of the triangle.")) + 0.4);
  }

  @Test
  void scalesToLengthOne() {
    Embedding text = embed("def area(r): return 3.14159 * r ** 2");

    assertThat(text.product(text)).isGreaterThan(Embedding.productAt(0.9999));
  }

  @Test
  void embedsTheSameOnManyThreads() {
    List<String> texts =
        IntStream.range(0, 40).mapToObj(i -> "x = " + i + "\nprint(x * " + i * i + ")").toList();
    List<Embedding> alone = texts.stream().map(EMBEDDER::embed).toList();

    assertThat(texts.parallelStream().map(EMBEDDER::embed).toList()).isEqualTo(alone);
  }

  @Test
  void readsPastTheFirstWindow() {
    String start = "total = total + 1\n".repeat(TextEmbedder.WINDOW);

    assertThat(embed(start + "return the volume of a sphere".repeat(40)))
        .isNotEqualTo(embed(start + "count the letters of a word".repeat(40)));
  }

  @Test
  void embedsNothing() {
    assertThat(embed("")).isEqualTo(embed(" \n "));
  }

  @Test
  void survivesItsSerialisedForm() {
    Embedding text = embed("There and back again.");

    assertThat(Embedding.ofBytes(text.toBytes())).isEqualTo(text);
  }
}
