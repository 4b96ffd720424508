package org.caco.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Files and batches of the OpenAI protocol, in memory: at most {@value #MAX_FILES} files, the
 * oldest forgotten first. Files for fine-tuning are taken and nothing is trained with them.
 */
final class FileApi {
  /** Bytes of an uploaded file that are read at most. */
  static final int MAX_FILE = 64 << 20;

  private static final int MAX_FILES = 64;
  private static final int MAX_REQUESTS = 50_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** A file. */
  private static final class Stored {
    private final ObjectNode about;
    private final byte[] content;

    private Stored(ObjectNode about, byte[] content) {
      this.about = about;
      this.content = content;
    }
  }

  private final Function<JsonNode, ObjectNode> chats;
  private final Executor workers;

  @GuardedBy("this")
  private final Map<String, Stored> files = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Map<String, ObjectNode> batches = new LinkedHashMap<>();

  @GuardedBy("this")
  private int made;

  /**
   * @param chats answers a request of a batch
   * @param workers run batches
   */
  FileApi(Function<JsonNode, ObjectNode> chats, Executor workers) {
    this.chats = chats;
    this.workers = workers;
  }

  /** Whether a path, without {@code /v1}, belongs to it. */
  static boolean has(String path) {
    return path.startsWith("/files")
        || path.startsWith("/batches")
        || path.startsWith("/fine_tuning");
  }

  /**
   * The answer to a request.
   *
   * @param path without {@code /v1}
   * @param type the request's Content-Type
   */
  byte[] answer(String method, String path, String type, byte[] body) {
    String[] parts = path.substring(1).split("/", -1);
    String id = parts.length > 1 ? parts[1] : "";
    String call = method + " " + parts[0] + "/" + parts.length;
    return switch (call) {
      case "POST files/1" -> bytes(upload(type, body));
      case "GET files/1" -> bytes(list());
      case "GET files/2" -> bytes(file(id).about);
      case "GET files/3" -> file(id).content;
      case "DELETE files/2" -> bytes(delete(id));
      case "POST batches/1" -> bytes(begin(json(body)));
      case "GET batches/1" -> bytes(listBatches());
      case "GET batches/2", "POST batches/3" -> bytes(batch(id));
      default -> {
        if (parts[0].equals("fine_tuning")) {
          throw new ApiException(
              501, "not_implemented", "This server takes files for fine-tuning and trains nothing");
        }
        throw new ApiException(404, "not_found", "There is nothing at " + method + " " + path);
      }
    };
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(UTF_8);
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.MAPPER.readTree(new String(body, UTF_8));
    } catch (JsonProcessingException e) {
      throw new ApiException(400, "bad_json", "The request is not JSON: " + e.getOriginalMessage());
    }
  }

  /** Takes a form with the parts {@code file} and {@code purpose}. */
  private ObjectNode upload(String type, byte[] body) {
    int at = type.indexOf("boundary=");
    if (at < 0) {
      throw new ApiException(400, "bad_form", "A file comes as multipart/form-data");
    }
    String boundary =
        "--" + type.substring(at + "boundary=".length()).split(";", 2)[0].replace("\"", "");
    // One character a byte, so that places in the text are places in the bytes.
    String text = new String(body, ISO_8859_1);
    String purpose = "";
    String name = "file";
    byte[] content = null;
    for (int start = text.indexOf(boundary); start >= 0; ) {
      int head = start + boundary.length() + 2;
      int next = text.indexOf("\r\n" + boundary, head);
      int blank = text.indexOf("\r\n\r\n", head);
      if (next < 0 || blank < 0 || blank > next) {
        break;
      }
      String header = text.substring(head, blank);
      String value = text.substring(blank + 4, next);
      if (header.contains("name=\"purpose\"")) {
        purpose = value;
      } else if (header.contains("name=\"file\"")) {
        content = value.getBytes(ISO_8859_1);
        int file = header.indexOf("filename=\"");
        if (file >= 0) {
          name = header.substring(file + "filename=\"".length()).split("\"", 2)[0];
        }
      }
      start = next + 2;
    }
    if (content == null) {
      throw new ApiException(400, "bad_form", "The form has no part named file");
    }
    return store(name, purpose, content);
  }

  private synchronized ObjectNode store(String name, String purpose, byte[] content) {
    String id = "file-" + ++made;
    ObjectNode about =
        NODES
            .objectNode()
            .put("id", id)
            .put("object", "file")
            .put("bytes", content.length)
            .put("created_at", 0)
            .put("filename", name)
            .put("purpose", purpose)
            .put("status", "processed");
    files.put(id, new Stored(about, content));
    if (files.size() > MAX_FILES) {
      files.remove(files.keySet().iterator().next());
    }
    return about;
  }

  private synchronized ObjectNode list() {
    ObjectNode list = NODES.objectNode().put("object", "list").put("has_more", false);
    ArrayNode data = list.putArray("data");
    files.values().forEach(file -> data.add(file.about));
    return list;
  }

  private synchronized ObjectNode listBatches() {
    ObjectNode list = NODES.objectNode().put("object", "list").put("has_more", false);
    ArrayNode data = list.putArray("data");
    batches.values().forEach(batch -> data.add(batch.deepCopy()));
    return list;
  }

  private synchronized Stored file(String id) {
    Stored file = files.get(id);
    if (file == null) {
      throw new ApiException(404, "not_found", "There is no file " + id);
    }
    return file;
  }

  private synchronized ObjectNode delete(String id) {
    if (files.remove(id) == null) {
      throw new ApiException(404, "not_found", "There is no file " + id);
    }
    return NODES.objectNode().put("id", id).put("object", "file").put("deleted", true);
  }

  private synchronized ObjectNode batch(String id) {
    ObjectNode batch = batches.get(id);
    if (batch == null) {
      throw new ApiException(404, "not_found", "There is no batch " + id);
    }
    return batch.deepCopy();
  }

  private ObjectNode begin(JsonNode request) {
    String input = request.path("input_file_id").asText();
    String endpoint = request.path("endpoint").asText();
    if (!endpoint.equals("/v1/chat/completions")) {
      throw new ApiException(400, "bad_endpoint", "A batch here is of /v1/chat/completions");
    }
    String[] lines = new String(file(input).content, UTF_8).split("\n", -1);
    if (lines.length > MAX_REQUESTS) {
      throw new ApiException(400, "too_many", "A batch has at most " + MAX_REQUESTS + " requests");
    }
    ObjectNode batch =
        NODES
            .objectNode()
            .put("object", "batch")
            .put("endpoint", endpoint)
            .put("input_file_id", input)
            .put("completion_window", request.path("completion_window").asText("24h"))
            .put("status", "in_progress")
            .put("created_at", 0);
    batch.set("metadata", request.path("metadata").isObject() ? request.get("metadata") : null);
    ObjectNode copy;
    synchronized (this) {
      batch.put("id", "batch_" + ++made);
      batches.put(batch.get("id").asText(), batch);
      if (batches.size() > MAX_FILES) {
        batches.remove(batches.keySet().iterator().next());
      }
      copy = batch.deepCopy();
    }
    workers.execute(() -> run(batch, lines));
    return copy;
  }

  private void run(ObjectNode batch, String[] lines) {
    StringBuilder output = new StringBuilder();
    StringBuilder errors = new StringBuilder();
    int completed = 0;
    int failed = 0;
    for (String line : lines) {
      if (line.isBlank()) {
        continue;
      }
      ObjectNode result = NODES.objectNode().put("id", "r" + (completed + failed));
      int status = 200;
      ObjectNode body;
      try {
        JsonNode request = json(line.getBytes(UTF_8));
        result.set("custom_id", request.path("custom_id"));
        body = chats.apply(request.path("body"));
      } catch (ApiException e) {
        status = e.status();
        body = e.body();
      }
      result
          .putObject("response")
          .put("status_code", status)
          .put("request_id", "")
          .set("body", body);
      result.putNull("error");
      (status == 200 ? output : errors).append(result).append('\n');
      completed += status == 200 ? 1 : 0;
      failed += status == 200 ? 0 : 1;
    }
    ObjectNode outputFile =
        store("output.jsonl", "batch_output", output.toString().getBytes(UTF_8));
    ObjectNode errorFile =
        errors.isEmpty()
            ? NODES.objectNode()
            : store("errors.jsonl", "batch_output", errors.toString().getBytes(UTF_8));
    synchronized (this) {
      batch.set("output_file_id", outputFile.get("id"));
      batch.set("error_file_id", errorFile.get("id"));
      batch
          .putObject("request_counts")
          .put("total", completed + failed)
          .put("completed", completed)
          .put("failed", failed);
      batch.put("completed_at", 0).put("status", "completed");
    }
  }
}
