package org.caco.transforms.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caco.text.LowerCase;

/**
 * That a server refuses a parameter of a request by name, whatever its value.
 *
 * @param name the parameter
 * @param otherName what to call it instead, empty to leave it out
 */
record ParameterRefusal(String name, String otherName) {
  /** Without these no request is one. */
  private static final Set<String> NEEDED = Set.of("model", "messages", "prompt", "stream");

  /** Parameters that bound an answer: one that went missing would make it endless, or short. */
  private static final Map<String, String> TWINS =
      Map.of(
          "max_tokens", "max_completion_tokens",
          "max_completion_tokens", "max_tokens");

  /** Words of those who refuse a parameter, in small letters. */
  private static final List<String> REFUSING =
      List.of(
          "unsupported",
          "not support",
          "n't support",
          "unrecognized",
          "unrecognised",
          "not recognized",
          "unknown",
          "unexpected",
          "extra_forbidden",
          "value_error.extra",
          "extra inputs",
          "extra fields",
          "extraneous",
          "additional propert",
          "not permitted",
          "not allowed",
          "cannot find field",
          "not a valid parameter",
          "invalid parameter",
          "not accept",
          "n't accept",
          "deprecated",
          "not implemented",
          "cannot both be",
          "cannot be used with");

  /** Words of those who do not know a form of replies, in small letters. */
  private static final List<String> OF_FORMATS =
      List.of(
          "response_format",
          "response format",
          "responseformat",
          "json_schema",
          "json schema",
          "json_object",
          "json object",
          "json mode",
          "structured output",
          "guided",
          "grammar",
          "xgrammar",
          "outlines",
          "schema");

  /** Between a parameter's name and the word that refuses it. */
  private static final int NEAR = 80;

  /** Of a message; what follows may be the request, sent back. */
  private static final int MAX_TEXT = 1_000;

  /** Words of any text, which count where they are set off only. */
  private static final Set<String> PLAIN_WORDS = Set.of("n", "stop", "user", "store", "tools");

  /**
   * The refusal in a reply, if it is one of a parameter that the request had.
   *
   * @param sent the names of the request's parameters
   */
  static Optional<ParameterRefusal> in(ErrorReply reply, Set<String> sent) {
    if (reply.status() != 400 && reply.status() != 422) {
      return Optional.empty();
    }
    Set<String> known =
        sent.stream().filter(name -> !NEEDED.contains(name)).collect(Collectors.toSet());
    return fromDetails(reply.details(), known)
        .or(() -> fromParameter(reply, known))
        .or(() -> fromText(reply, known))
        .or(() -> ofFormat(reply, known))
        .map(name -> new ParameterRefusal(name, otherName(name, sent)));
  }

  /** A form of replies is refused in many words, and seldom by the parameter's name. */
  private static Optional<String> ofFormat(ErrorReply reply, Set<String> known) {
    String words =
        reply.parameter() + " " + reply.code() + " " + cut(LowerCase.of(reply.message()));
    return known.contains(ModelConfig.FORMAT) && OF_FORMATS.stream().anyMatch(words::contains)
        ? Optional.of(ModelConfig.FORMAT)
        : Optional.empty();
  }

  private static String otherName(String name, Set<String> sent) {
    if (name.equals(ModelConfig.FORMAT)) {
      return Adaptation.JSON_OBJECT;
    }
    String twin = TWINS.getOrDefault(name, "");
    return sent.contains(twin) ? "" : twin;
  }

  /** As pydantic and Google list them. */
  private static Optional<String> fromDetails(List<JsonNode> details, Set<String> known) {
    for (JsonNode detail : details) {
      String words =
          LowerCase.of(
              String.join(
                  " ",
                  detail.path("type").asText(""),
                  detail.path("msg").asText(""),
                  detail.path("message").asText(""),
                  detail.path("description").asText("")));
      if (refuses(words)) {
        for (JsonNode place : detail.path("loc")) {
          if (known.contains(place.asText())) {
            return Optional.of(place.asText());
          }
        }
        String field = first(detail.path("field").asText(""));
        if (known.contains(field)) {
          return Optional.of(field);
        }
        Optional<String> named = nearest(words, known);
        if (named.isPresent()) {
          return named;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> fromParameter(ErrorReply reply, Set<String> known) {
    String parameter = first(reply.parameter());
    return known.contains(parameter)
            && refuses(reply.code() + " " + cut(LowerCase.of(reply.message())))
        ? Optional.of(parameter)
        : Optional.empty();
  }

  private static Optional<String> fromText(ErrorReply reply, Set<String> known) {
    // One that names another cause does not speak of a parameter.
    return reply.parameter().isEmpty() || reply.parameter().equals("null")
        ? nearest(cut(LowerCase.of(reply.message())), known)
        : Optional.empty();
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), MAX_TEXT));
  }

  /** Of {@code body.stop[0].x} the name of the parameter. */
  private static String first(String path) {
    String inside = path.startsWith("body.") ? path.substring("body.".length()) : path;
    int end = 0;
    while (end < inside.length() && inside.charAt(end) != '.' && inside.charAt(end) != '[') {
      end++;
    }
    return inside.substring(0, end);
  }

  private static boolean refuses(String words) {
    return REFUSING.stream().anyMatch(words::contains);
  }

  /** The parameter that stands nearest to a word that refuses, and near enough. */
  private static Optional<String> nearest(String text, Set<String> known) {
    String best = null;
    int least = NEAR + 1;
    for (String word : REFUSING) {
      for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        for (String name : known) {
          int distance = distance(text, name, at, at + word.length());
          if (distance < least || (distance == least && best != null && name.compareTo(best) < 0)) {
            best = name;
            least = distance;
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * How far the nearest mention of a parameter is from a place; more than enough if there is none.
   */
  private static int distance(String text, String name, int from, int to) {
    int least = Integer.MAX_VALUE;
    String low = LowerCase.of(name);
    int start = Math.max(0, from - NEAR - low.length());
    for (int at = text.indexOf(low, start);
        at >= 0 && at <= to + NEAR;
        at = text.indexOf(low, at + 1)) {
      int end = at + low.length();
      if (isMention(text, at, end) && (end <= from || at >= to)) {
        least = Math.min(least, end <= from ? from - end : at - to);
      }
    }
    return least;
  }

  private static boolean isMention(String text, int at, int end) {
    char before = at == 0 ? ' ' : text.charAt(at - 1);
    char after = end == text.length() ? ' ' : text.charAt(end);
    if (isOfName(before) || isOfName(after)) {
      return false;
    }
    boolean quoted = "'\"`".indexOf(before) >= 0 && "'\"`".indexOf(after) >= 0;
    boolean last = end == text.length() || ".,;)\n".indexOf(after) >= 0;
    boolean atColon = (at >= 2 && text.startsWith(": ", at - 2) && last) || after == ':';
    return quoted || atColon || !PLAIN_WORDS.contains(text.substring(at, end));
  }

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
