package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowTest {
  private static final String ROW =
      "{\"id\":\"%s\",\"instruction\":\"%s\",\"output\":\"It is 5.\",\"answer\":\"5\","
          + "\"code\":\"output = 5\",\"tests\":[],\"pass_rate\":0.5}\n";

  @TempDir private Path run;

  @BeforeEach
  void writeRows() throws IOException {
    write(
        "dataset", ROW.formatted("a", "How many apples?") + ROW.formatted("b", "How many Pears?"));
    write(
        "rejected",
        """
        {"step":"CheckRow","reason":"row_unfinished","evidence":"ends in 'the'","record":{"sample":{"problem":{"text":"A \\u001b[31mred\\u001b[0m one\\u202e"}}}}
        {"step":"ReadSeeds","reason":"invalid_json","evidence":"at byte 3","file":"s.jsonl","line":7,"record":{"line":"{a"}}
        """);
  }

  private void write(String kind, String lines) throws IOException {
    Path file = run.resolve(kind).resolve("part-00000-of-00001.jsonl");
    Files.createDirectories(file.getParent());
    Files.writeString(file, lines);
  }

  private Ran show(String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "show";
    args[1] = "--run=" + run;
    System.arraycopy(options, 0, args, 2, options.length);
    return Ran.caco(args);
  }

  @Test
  void printsRowsOfTheDataset() {
    assertThat(show().out())
        .isEqualTo(
            """
            == a  pass rate 0.5, tests 0
            [instruction]
              How many apples?
            [output]
              It is 5.
            [answer]
              5
            [code]
              output = 5

            == b  pass rate 0.5, tests 0
            [instruction]
              How many Pears?
            [output]
              It is 5.
            [answer]
              5
            [code]
              output = 5
            """);
  }

  @Test
  void printsAtMostSoManyAndThoseWithAText() {
    assertThat(show("--limit", "1").out()).contains("== a").doesNotContain("== b");
    assertThat(show("--grep=pEARS").out()).contains("== b").doesNotContain("== a");
    assertThat(show("--grep=plums").out()).isEqualTo("No row is like that.\n");
  }

  @Test
  void printsWhatWasRejectedWithItsEvidenceAndPlace() {
    assertThat(show("--reason=invalid_json").out())
        .isEqualTo(
            """
            == ReadSeeds: invalid_json (s.jsonl:7)
            [evidence]
              at byte 3
            [line]
              {a
            """);
    assertThat(show("--step=CheckRow").out())
        .contains("row_unfinished")
        .doesNotContain("ReadSeeds");
  }

  @Test
  void printsNothingThatATerminalObeys() {
    assertThat(show("--step=CheckRow").out())
        .contains("A \ufffd[31mred\ufffd[0m one\ufffd")
        .doesNotContain("\u001b", "\u202e");
    assertThat(show("--step=CheckRow", "--json").out()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void printsJsonThatIsTheRow() throws IOException {
    assertThat(show("--json").out())
        .isEqualTo(Files.readString(run.resolve("dataset/part-00000-of-00001.jsonl")));
    assertThat(show("--json", "--grep=plums").out()).isEmpty();
  }

  @Test
  void tellsWhatThereIsWhereAStepOrReasonHasNothing() {
    Ran step = show("--step=CheckRows");
    Ran reason = show("--reason=zzzzzzzzzzzzz");

    assertThat(step.status()).isZero();
    assertThat(step.out()).isEqualTo("No row is like that. Did you mean --step=CheckRow?\n");
    assertThat(reason.out())
        .isEqualTo("No row is like that. For --reason the run has invalid_json, row_unfinished.\n");
    assertThat(show("--step=CheckRows", "--json")).isEqualTo(new Ran(0, "", ""));
  }
}
