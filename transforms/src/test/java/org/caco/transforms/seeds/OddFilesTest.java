package org.caco.transforms.seeds;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as people have them at hand: each is read right, or refused by one sentence that helps. */
class OddFilesTest {
  private static final String ROW = "{'question':'What is 2+2?','answer':'2+2 = 4\\n#### 4'}";

  @TempDir private Path folder;

  static Stream<Arguments> read() throws IOException {
    String two = json(ROW + "\n" + ROW + "\n");
    return Stream.of(
        arguments("mark.jsonl", bytes("\ufeff" + two)),
        arguments("windows.jsonl", bytes(two.replace("\n", "\r\n"))),
        arguments("packed", gzip(bytes(two))),
        arguments("same-ids.jsonl", bytes(two.replace("{\"", "{\"id\":1,\"").repeat(2))),
        arguments("gaps.jsonl", bytes("\n{}\n" + two + "{\"question\":\"\",\"answer\":\"\"}\n")),
        arguments("no-end.jsonl", bytes(two.strip())),
        arguments("capital.jsonl", row("'Problem':'What is 2+2?','Solution':'So $\\\\boxed{4}$.'")),
        arguments("spaced.jsonl", row("'Problem Text':'What is 2+2?','Final Answer':'4'")),
        arguments("list.jsonl", row("'question':'What is 2+2?','final_answer':['4']")),
        arguments("number.jsonl", row("'question':'What is 2+2?','answer':4")),
        arguments(
            "boxed-in-thought.jsonl",
            row(
                "'problem':'What is 2+2?','response':'<think>\\\\boxed{5}?</think>It is 2+2."
                    + " The answer is 4.'")),
        arguments(
            "answer-with-thought.jsonl",
            row("'question':'What is 2+2?','answer':'<think>5?</think>\\n2+2\\n#### 4'")),
        arguments(
            "messages.jsonl",
            row(
                "'messages':[{'role':'user','content':'What is 2+2?'},{'role':'assistant',"
                    + "'content':'<think>\\\\boxed{5}</think>So \\\\boxed{4}.'}]")),
        arguments(
            "share.json",
            bytes(
                json(
                    "[{'conversations':[{'from':'human','value':'What is 2+2?'},"
                        + "{'from':'gpt','value':'It is 4.'}]}]"))),
        arguments(
            "speakers.jsonl",
            row(
                "'dialogue':[{'speaker':'user','text':'What is 2+2?'},"
                    + "{'speaker':'assistant','text':'It is 4.'}]")),
        arguments(
            "parts.jsonl",
            row(
                "'messages':[{'role':'user','content':[{'type':'text','text':'What is 2+2?'}]},"
                    + "{'role':'assistant','content':'It is 4.'}]")),
        arguments("semicolons.csv", bytes("question;answer\nWhat is 2+2?;4\n")),
        arguments("quoted.csv", bytes("\ufeffquestion,answer\r\n\"What is 2+2?\",\"4\"\r\n")),
        arguments("tabs.tsv", bytes("question\tanswer\nWhat is 2+2?\t4\n")),
        arguments(
            "wide.jsonl", row(fields(5_000) + ",'question':'What is 2+2?','answer':'#### 4'")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("read")
  void isRead(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);

    assertThat(ReadSeeds.from(file.toString()).check())
        .singleElement()
        .satisfies(
            seeds -> {
              assertThat(seeds.sample().getProblem()).isEqualTo("What is 2+2?");
              assertThat(seeds.sample().getAnswer()).isEqualTo("4");
              assertThat(seeds.describe()).hasSizeLessThan(2_000);
            });
  }

  static Stream<Arguments> refused() throws IOException {
    String two = json(ROW + "\n" + ROW + "\n");
    return Stream.of(
        arguments("wide.jsonl", row(fields(5_000)), "--seedFields="),
        arguments("error.jsonl", row("'error':'Repository not found'"), "--seedFields="),
        arguments("empty.jsonl", bytes(""), "no row"),
        arguments("blank.jsonl", bytes("\n \n"), "no row"),
        arguments("objects.jsonl", bytes("{}\n{}\n"), "--seedFields="),
        arguments("a.jsonl", two.getBytes(UTF_16), "UTF-16"),
        arguments("b.jsonl", two.getBytes(UTF_16LE), "UTF-16"),
        arguments("seeds.zip", zip(two), "ZIP"),
        arguments("seeds.tar", tar(two), "tar archive"),
        arguments("seeds.tar.gz", gzip(tar(two)), "tar archive"),
        arguments("page.jsonl", bytes("\n  <!doctype html>\n<html>404"), "web page"),
        arguments("PAGE.jsonl", bytes("<HTML><BODY>"), "web page"),
        arguments("seeds.xml", bytes("<?xml version=\"1.0\"?><a/>"), "XML"),
        arguments("lfs.parquet", bytes("version https://git-lfs.github.com/spec/v1\n"), "lfs pull"),
        arguments("seeds.sqlite", bytes("SQLite format 3\0"), "SQLite"),
        arguments("file.arrow", bytes("ARROW1\0\0"), "Arrow"),
        arguments("stream.arrow", new byte[] {-1, -1, -1, -1, 16, 1}, "Arrow"),
        arguments("p.pkl", new byte[] {(byte) 0x80, 5, (byte) 0x95, 1}, "pickle"),
        arguments("x.npy", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, "NumPy"),
        arguments("m.gguf", bytes("GGUF\3" + "\0".repeat(50)), "binary file"),
        arguments("seeds.yaml", bytes("- question: What is 1+1?\n  answer: 2\n"), "JSON objects"),
        arguments("notes.txt", bytes("What is 1+1?\nTwo.\n"), "JSON objects"),
        arguments("repr.jsonl", bytes(ROW + "\n" + ROW), "JSON objects"),
        arguments("strings.jsonl", bytes("\"{}\"\n\"{}\"\n"), "JSON objects"),
        arguments("lists.json", bytes("[[\"What?\",\"4\"],[\"Who?\",\"I\"]]"), "JSON objects"),
        arguments("mac.jsonl", bytes(two.replace('\n', '\r')), "JSON objects"),
        arguments("data.json", bytes(json("{'data':[" + ROW + "]}")), "the field data"),
        arguments(
            "pandas.json",
            bytes(json("{'question':{'0':'What is 2+2?'},'answer':{'0':'4'}}")),
            "orient=\"records\""),
        arguments(
            "columns.json",
            bytes(json("{'question':['What is 2+2?'],'answer':['4']}")),
            "orient=\"records\""),
        arguments("object.jsonl", row("'question':'What?','answer':{'value':4}"), "--seedFields"),
        arguments("cut.jsonl", row("'problem':'What is 2+2?','response':'<think>5, or'"), "thinks"),
        arguments("broken.gz", Arrays.copyOf(gzip(bytes(two)), 20), "cannot be read"),
        arguments(
            "broken.zst",
            new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 9, 9},
            "cannot be read"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefused(String name, byte[] content, String named) throws IOException {
    Path file = Files.write(folder.resolve(name), content);

    assertThatThrownBy(() -> ReadSeeds.from(file.toString()).check())
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(
            refusal ->
                assertThat(refusal.getMessage())
                    .startsWith(file.toString())
                    .contains(named)
                    .endsWith(".")
                    .doesNotContain("\n")
                    .hasSizeLessThan(2_000));
  }

  @Test
  void aFileThatHasRowsMakesGoodForAnEmptyOne() throws IOException {
    Path empty = Files.writeString(folder.resolve("a.jsonl"), "");
    Path full = Files.writeString(folder.resolve("b.jsonl"), json(ROW));

    assertThat(ReadSeeds.from(empty + "," + full).check()).hasSize(1);
  }

  private static String fields(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'feature_" + i + "':" + i)
        .collect(Collectors.joining(","));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static byte[] row(String fields) {
    return bytes(json("{" + fields + "}\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static byte[] zip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(packed)) {
      out.putNextEntry(new ZipEntry("seeds.jsonl"));
      out.write(bytes(text));
    }
    return packed.toByteArray();
  }

  private static byte[] tar(String text) {
    List<byte[]> parts =
        List.of(bytes("seeds.jsonl"), new byte[246], bytes("ustar"), new byte[250], bytes(text));
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    parts.forEach(tar::writeBytes);
    return tar.toByteArray();
  }
}
