package org.caco.pipelines.rewards;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caco.hash.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a run and the instances that were made of them, as its JSON Lines have them. Where
 * each stands is kept in memory, some 50 bytes a line; the lines are read when they are asked for.
 * What is drawn depends on the content of the run alone, not on how many files it has.
 */
final class RunFolder {
  private static final int MAX_LINE = 16 << 20;

  /**
   * A line.
   *
   * @param group hash of the id of the row that it belongs to
   * @param id hash of its own id
   */
  private record Place(long group, long id, Path file, long offset, int length) {}

  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::group).thenComparingLong(Place::id);

  private final List<Place> rows;
  private final List<Place> instances;

  private RunFolder(List<Place> rows, List<Place> instances) {
    this.rows = rows;
    this.instances = instances;
  }

  /**
   * Reads where the lines of a run stand.
   *
   * @throws IOException if the folder holds no rows, or cannot be read
   */
  static RunFolder open(Path folder) throws IOException {
    List<Place> rows = places(folder.resolve("dataset"), "id");
    if (rows.isEmpty()) {
      throw new IOException(folder + " has no rows in dataset/part-*.jsonl");
    }
    return new RunFolder(rows, places(folder.resolve("instances"), "row_id"));
  }

  int rows() {
    return rows.size();
  }

  int instances() {
    return instances.size();
  }

  private static List<Place> places(Path folder, String group) throws IOException {
    List<Place> places = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "part-*.jsonl")) {
        for (Path file : files) {
          addPlaces(file, group, places);
        }
      }
    }
    places.sort(ORDER);
    return Collections.unmodifiableList(places);
  }

  private static void addPlaces(Path file, String group, List<Place> places) throws IOException {
    JsonFactory json = new JsonFactory();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long offset = 0;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b != '\n') {
          if (line.size() == MAX_LINE) {
            throw new IOException(file + " has a line of more than " + MAX_LINE + " bytes");
          }
          line.write(b);
          continue;
        }
        if (line.size() > 0) {
          places.add(place(json, line.toByteArray(), group, file, offset));
        }
        offset += line.size() + 1;
        line.reset();
      }
    }
  }

  private static Place place(JsonFactory json, byte[] line, String group, Path file, long offset)
      throws IOException {
    String id = null;
    String owner = null;
    try (JsonParser parser = json.createParser(line)) {
      parser.nextToken();
      while ((id == null || owner == null) && parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        id = name.equals("id") ? parser.getText() : id;
        owner = name.equals(group) ? parser.getText() : owner;
        parser.skipChildren();
      }
    }
    if (id == null || owner == null) {
      throw new IOException(file + " has a line without id or " + group + " at byte " + offset);
    }
    return new Place(hash(owner), hash(id), file, offset, line.length);
  }

  private static long hash(String id) {
    return ContentHash.number(id);
  }

  /** The row of this id. */
  Optional<JsonNode> row(String id) throws IOException {
    for (Place place : of(rows, id)) {
      JsonNode row = read(place);
      if (row.path("id").asText().equals(id)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  /**
   * A problem with its answer: an instance, or a row where the run has none.
   *
   * @param row the id of the row that it belongs to; null for any
   */
  Optional<JsonNode> draw(long seed, @Nullable String row) throws IOException {
    Optional<Place> instance = drawn(instances, seed, row);
    if (instance.isPresent()) {
      return Optional.of(((ObjectNode) read(instance.get())).put("seed", seed));
    }
    Optional<Place> drawn = drawn(rows, seed, row);
    return drawn.isEmpty() ? Optional.empty() : Optional.of(problem(read(drawn.get()), seed));
  }

  private static Optional<Place> drawn(List<Place> places, long seed, @Nullable String row) {
    List<Place> some = row == null ? places : of(places, row);
    if (some.isEmpty()) {
      return Optional.empty();
    }
    long number = ContentHash.number("instance", Long.toString(seed));
    return Optional.of(some.get((int) (number % some.size())));
  }

  private static ObjectNode problem(JsonNode row, long seed) {
    ObjectNode problem = Json.object();
    problem.set("id", row.path("id"));
    problem.set("row_id", row.path("id"));
    problem.set("problem", row.path("instruction"));
    problem.set("answer", row.path("answer"));
    problem.set("input", row.at("/lineage/execution/input"));
    return problem.put("seed", seed);
  }

  /** The lines that belong to a row. */
  private static List<Place> of(List<Place> places, String row) {
    long group = hash(row);
    int from = first(places, group);
    int to = group == Long.MAX_VALUE ? places.size() : first(places, group + 1);
    return places.subList(from, to);
  }

  /** The first place of a group that is not below {@code group}. */
  private static int first(List<Place> places, long group) {
    int low = 0;
    int high = places.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places.get(middle).group() < group) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static JsonNode read(Place place) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(place.length());
    try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
      while (line.hasRemaining()) {
        if (channel.read(line, place.offset() + line.position()) < 0) {
          throw new IOException(place.file() + " is shorter than it was");
        }
      }
    }
    JsonNode node = Json.tree(line.array());
    if (!node.isObject()) {
      throw new IOException(place.file() + " has a line that is no object");
    }
    return node;
  }
}
