package org.caco.transforms.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;

/**
 * A map on which problems that share their telling words lie close together, with clusters named by
 * these words. The words are weighted by how few problems have them (tf-idf), the vectors reduced
 * to their {@value #DIRECTIONS} main directions (latent semantic analysis), parted by k-means, and
 * laid out by {@link Layout}.
 *
 * <p>It needs no model and takes under a second. Nothing is drawn by chance, and sums are taken in
 * the order of the rows, so that the same rows have the same map on every machine.
 */
final class ProblemMap {
  private static final Pattern WORD = BoundedPattern.of("\\p{L}{3,30}");
  private static final int MAX_POINTS = 500;
  private static final int MIN_POINTS = 12;
  private static final int MAX_WORDS = 3_000;
  private static final int DIRECTIONS = 12;
  private static final int ROUNDS = 30;
  private static final int MAX_CLUSTERS = 8;
  private static final int LABEL_WORDS = 3;

  private final List<Map<Integer, Double>> vectors = new ArrayList<>();
  private final List<String> words = new ArrayList<>();

  private ProblemMap(List<Set<String>> texts) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    texts.forEach(text -> text.forEach(word -> counts.merge(word, 1, Integer::sum)));
    List<String> telling =
        counts.entrySet().stream()
            .filter(word -> word.getValue() >= 2 && word.getValue() <= texts.size() / 3)
            .sorted(
                Comparator.comparingInt((Map.Entry<String, Integer> word) -> -word.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit(MAX_WORDS)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, Integer> places = new TreeMap<>();
    for (String word : telling) {
      places.put(word, words.size());
      words.add(word);
    }
    for (Set<String> text : texts) {
      Map<Integer, Double> vector = new TreeMap<>();
      double squares = 0;
      for (String word : text) {
        Integer place = places.get(word);
        if (place != null) {
          double weight = StrictMath.log((double) texts.size() / counts.getOrDefault(word, 1));
          vector.put(place, weight);
          squares += weight * weight;
        }
      }
      double length = Math.sqrt(squares);
      vector.replaceAll((place, weight) -> weight / length);
      vectors.add(vector);
    }
  }

  /**
   * The map of the first rows, or an empty object where there are too few: {@code points} with the
   * coordinates, 0 to 1,000, and the cluster of each row, and {@code clusters} with a label and a
   * size each.
   */
  static ObjectNode of(JsonNode rows) {
    List<Set<String>> texts = new ArrayList<>();
    for (JsonNode row : rows) {
      if (texts.size() < MAX_POINTS) {
        texts.add(words(row.path(row.has("problem") ? "problem" : "code").asText()));
      }
    }
    ObjectNode json = PageFile.JSON.createObjectNode();
    if (texts.size() >= MIN_POINTS) {
      ProblemMap map = new ProblemMap(texts);
      if (map.words.size() >= DIRECTIONS) {
        map.putInto(json);
      }
    }
    return json;
  }

  private static Set<String> words(String text) {
    Set<String> words = new TreeSet<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  private void putInto(ObjectNode json) {
    double[][] reduced = reduced();
    int[] clusters = clusters(reduced);
    int[][] places = Layout.of(reduced);
    ArrayNode points = json.putArray("points");
    for (int i = 0; i < places.length; i++) {
      points.addArray().add(places[i][0]).add(places[i][1]).add(clusters[i]);
    }
    ArrayNode named = json.putArray("clusters");
    int count = Arrays.stream(clusters).max().orElse(0) + 1;
    for (int cluster = 0; cluster < count; cluster++) {
      int current = cluster;
      named
          .addObject()
          .put("label", label(clusters, cluster))
          .put("size", Arrays.stream(clusters).filter(one -> one == current).count());
    }
  }

  /** The vectors in their main directions, each scaled to length 1. */
  private double[][] reduced() {
    double[][] directions = new double[DIRECTIONS][words.size()];
    for (int d = 0; d < DIRECTIONS; d++) {
      // Any start that is not a multiple of another one will do.
      for (int word = 0; word < words.size(); word++) {
        directions[d][word] = 1 + (word * 31L + d * 17L) % (7 + d);
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int d = 0; d < DIRECTIONS; d++) {
        double[] next = new double[words.size()];
        for (Map<Integer, Double> vector : vectors) {
          double along = product(vector, directions[d]);
          vector.forEach((place, weight) -> next[place] += along * weight);
        }
        for (int before = 0; before < d; before++) {
          double shared = 0;
          for (int word = 0; word < next.length; word++) {
            shared += next[word] * directions[before][word];
          }
          for (int word = 0; word < next.length; word++) {
            next[word] -= shared * directions[before][word];
          }
        }
        scale(next);
        directions[d] = next;
      }
    }
    double[][] reduced = new double[vectors.size()][DIRECTIONS];
    for (int i = 0; i < reduced.length; i++) {
      for (int d = 0; d < DIRECTIONS; d++) {
        reduced[i][d] = product(vectors.get(i), directions[d]);
      }
      scale(reduced[i]);
    }
    return reduced;
  }

  private static double product(Map<Integer, Double> vector, double[] direction) {
    double sum = 0;
    for (Map.Entry<Integer, Double> entry : vector.entrySet()) {
      sum += entry.getValue() * direction[entry.getKey()];
    }
    return sum;
  }

  private static void scale(double[] vector) {
    double squares = 0;
    for (double component : vector) {
      squares += component * component;
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < vector.length && length > 0; i++) {
      vector[i] /= length;
    }
  }

  /** By k-means, from centres each of which is the point farthest from those before. */
  private static int[] clusters(double[][] points) {
    int count = Math.min(MAX_CLUSTERS, Math.max(2, points.length / 12));
    double[][] centres = new double[count][];
    centres[0] = points[0].clone();
    for (int c = 1; c < count; c++) {
      double[] farthest = points[0];
      double most = -1;
      for (double[] point : points) {
        double nearest = Double.MAX_VALUE;
        for (int before = 0; before < c; before++) {
          nearest = Math.min(nearest, Layout.squaredDistance(point, centres[before]));
        }
        if (nearest > most) {
          most = nearest;
          farthest = point;
        }
      }
      centres[c] = farthest.clone();
    }
    int[] clusters = new int[points.length];
    for (int round = 0; round < ROUNDS; round++) {
      double[][] sums = new double[count][DIRECTIONS];
      for (int i = 0; i < points.length; i++) {
        clusters[i] = nearest(points[i], centres);
        for (int d = 0; d < DIRECTIONS; d++) {
          sums[clusters[i]][d] += points[i][d];
        }
      }
      for (double[] sum : sums) {
        scale(sum);
      }
      centres = sums;
    }
    return clusters;
  }

  private static int nearest(double[] point, double[][] centres) {
    int nearest = 0;
    for (int c = 1; c < centres.length; c++) {
      if (Layout.squaredDistance(point, centres[c])
          < Layout.squaredDistance(point, centres[nearest])) {
        nearest = c;
      }
    }
    return nearest;
  }

  /** The words that weigh most in a cluster. */
  private String label(int[] clusters, int cluster) {
    double[] sums = new double[words.size()];
    for (int i = 0; i < clusters.length; i++) {
      if (clusters[i] == cluster) {
        vectors.get(i).forEach((place, weight) -> sums[place] += weight);
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int word = 0; word < sums.length; word++) {
      if (sums[word] > 0) {
        order.add(word);
      }
    }
    order.sort(Comparator.comparingDouble((Integer word) -> -sums[word]));
    return String.join(", ", order.stream().limit(LABEL_WORDS).map(words::get).toList());
  }
}
