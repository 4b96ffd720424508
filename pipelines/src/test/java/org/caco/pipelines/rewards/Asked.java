package org.caco.pipelines.rewards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Asks a server, and waits for the answer. */
final class Asked {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI root;

  Asked(RewardServer server) {
    this.root = server.uri();
  }

  /** Quotes are written as ' in {@code body}. */
  JsonNode post(String path, String body) throws Exception {
    return JSON.readTree(send(path, body.replace('\'', '"')).body());
  }

  JsonNode post(String path, JsonNode body) throws Exception {
    return JSON.readTree(send(path, body.toString()).body());
  }

  HttpResponse<String> send(String path, String body) throws Exception {
    return send(path, HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(String path, HttpRequest.BodyPublisher body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).POST(body).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** A folder like a run's, with rows that add, in some files. */
  static Path run(Path folder, int rows, int files) throws IOException {
    Path dataset = Files.createDirectories(folder.resolve("dataset"));
    for (int file = 0; file < files; file++) {
      StringBuilder lines = new StringBuilder();
      for (int row = file; row < rows; row += files) {
        lines.append(row(row)).append('\n');
      }
      Files.writeString(dataset.resolve("part-0000" + file + "-of-0000" + files + ".jsonl"), lines);
    }
    return folder;
  }

  static JsonNode row(int number) {
    var row = JSON.createObjectNode();
    row.put("id", "row" + number).put("instruction", "What is " + number + " and 5?");
    row.put("answer", Integer.toString(number + 5));
    var tests = row.putArray("tests");
    for (int b : List.of(1, 2, 40)) {
      tests
          .addObject()
          .put("input", "{\"a\":" + number + ",\"b\":" + b + "}")
          .put("output", Integer.toString(number + b))
          .put("answer", Integer.toString(number + b));
    }
    row.putObject("lineage").putObject("execution").put("input", "{\"a\":" + number + ",\"b\":5}");
    return row;
  }
}
