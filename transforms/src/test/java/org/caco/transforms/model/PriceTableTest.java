package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableTest {
  @TempDir Path folder;

  @Test
  void hasThePricesOfItsModels() throws IOException {
    PriceTable table =
        PriceTable.load(
            file("{\"a/b\": {\"input\": 0.5, \"output\": 2}, \"c\": {\"output\":1,\"input\":0}}"));

    assertThat(table.of("a/b")).contains(new Price(0.5, 2));
    assertThat(table.of("c")).contains(new Price(0, 1));
    assertThat(table.of("d")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|line 1: {\"MODEL\"",
        "{\"m\": 3}|line 1: model m",
        "{\"m\":;{\"input\": 1}}|line 2: field output of model m is missing",
        "{\"m\":;{\"input\": 1,;\"output\": \"2\"}}|line 3: field output of model m is not a"
            + " number",
        "{\"m\":;{\"input\": -1, \"output\": 2}}|line 2: field input of model m is not a price",
        "{\"m\": {\"in\": 1}}|line 1: field in of model m is neither input nor output",
        "{\"m\": {\"input\": 1, \"output\": 2},; \"m\": {}}|line 2: model m is there twice",
        "{\"m\": {\"input\": 1, \"output\": 2}};{}|line 2: there is more",
        "{\"m\":;{\"input\" 1}}|line 2: ",
        "{\"m\":;|line 2: ",
      })
  void namesFileLineAndField(String text, String problem) throws IOException {
    String file = file(text.replace(';', '\n'));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PriceTable.load(file))
        .withMessageStartingWith(file + ", ")
        .withMessageContaining(problem);
  }

  @Test
  void namesAFileThatIsNotThere() {
    String file = folder.resolve("none.json").toString();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PriceTable.load(file))
        .withMessageContaining(file);
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("prices.json"), text).toString();
  }
}
