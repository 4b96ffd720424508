package org.caco.pipelines.rewards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.caco.grader.AnswerGrader;
import org.caco.grader.Grade;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /grade}: compares answers. A request is {@code {"gold", "pred"}}, or several of them
 * in {@code items}; each may have an {@code id}, which comes back. An answer is {@code {"equal",
 * "score": 1 or 0, "reason"}}, those of several are in {@code results}, in order.
 *
 * <p>What the grader decides alone is decided at once. The few pairs that need SymPy wait for a
 * sandbox like programs do, so that they keep no other pair waiting.
 */
final class GradeAnswers {
  /** How Python ends a whole number that is a float. */
  private static final String WHOLE = ".0";

  private final AnswerGrader alone;
  private final @Nullable AnswerGrader withSympy;
  private final Lane programs;
  private final Metrics metrics;

  /**
   * @param withSympy asked about what {@code alone} leaves undecided; null where nobody is
   */
  GradeAnswers(
      AnswerGrader alone, @Nullable AnswerGrader withSympy, Lane programs, Metrics metrics) {
    this.alone = alone;
    this.withSympy = withSympy;
    this.programs = programs;
    this.metrics = metrics;
  }

  private record Pair(@Nullable JsonNode id, String gold, String pred) {}

  CompletableFuture<JsonNode> answer(Fields request) {
    List<Pair> pairs = request.items().stream().map(GradeAnswers::pair).toList();
    List<Grade> grades = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    for (Pair pair : pairs) {
      Grade grade = alone.compare(pair.gold(), pair.pred());
      if (withSympy != null && grade.equals(Grade.UNDECIDED)) {
        open.add(grades.size());
      }
      grades.add(grade);
    }
    metrics.grades(pairs.size());
    if (withSympy == null || open.isEmpty()) {
      return CompletableFuture.completedFuture(body(request.isMany(), pairs, grades));
    }
    AnswerGrader sympy = withSympy;
    return programs
        .submit(
            open.size(),
            i -> {
              Pair pair = pairs.get(open.get(i));
              return sympy.compare(pair.gold(), pair.pred());
            })
        .thenApply(
            decided -> {
              for (int i = 0; i < decided.size(); i++) {
                grades.set(open.get(i), decided.get(i));
              }
              return body(request.isMany(), pairs, grades);
            });
  }

  private static Pair pair(Fields item) {
    return new Pair(
        item.has("id") ? item.node("id") : null, whole(item.text("gold")), item.text("pred"));
  }

  /**
   * What a program wrote as 762.0 is 762. The grader would take it for what 762.01 is rounded to,
   * and a reward would teach that.
   */
  private static String whole(String gold) {
    int point = gold.length() - WHOLE.length();
    boolean digits =
        gold.endsWith(WHOLE)
            && point > 0
            && gold.chars()
                .limit(point)
                .skip(gold.startsWith("-") ? 1 : 0)
                .allMatch(GradeAnswers::isDigit)
            && isDigit(gold.charAt(point - 1));
    return digits ? gold.substring(0, point) : gold;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static JsonNode body(boolean many, List<Pair> pairs, List<Grade> grades) {
    if (!many) {
      return result(pairs.get(0), grades.get(0));
    }
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    for (int i = 0; i < pairs.size(); i++) {
      results.add(result(pairs.get(i), grades.get(i)));
    }
    return body;
  }

  private static ObjectNode result(Pair pair, Grade grade) {
    ObjectNode result = Json.object();
    if (pair.id() != null) {
      result.set("id", pair.id());
    }
    return result
        .put("equal", grade.equal())
        .put("score", grade.equal() ? 1.0 : 0.0)
        .put("reason", grade.reason());
  }
}
