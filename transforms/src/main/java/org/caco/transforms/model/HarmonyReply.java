package org.caco.transforms.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reply in channels: {@code <|channel|>analysis<|message|>...<|end|><|start|>assistant
 * <|channel|>final<|message|>...<|return|>}. Only the first message of the final channel is text.
 *
 * @param text of the final channel, null if there is none
 * @param reasoning what is in the other channels before it
 */
record HarmonyReply(@Nullable String text, String reasoning) {
  private static final String CHANNEL = "<|channel|>";
  private static final String MESSAGE = "<|message|>";
  private static final String START = "<|start|>";
  private static final String CONSTRAIN = "<|constrain|>";
  private static final List<String> TOKENS =
      List.of(CHANNEL, MESSAGE, START, "<|end|>", "<|return|>", "<|call|>", CONSTRAIN, "<|");

  private static final Set<String> ANSWERS = Set.of("final", "response", "answer");

  /** Where a server leaves the tokens out, the names of channels are left. */
  private static final String BARE_FIRST = "analysis";

  private static final String BARE_FINAL = "assistantfinal";

  static boolean is(String reply) {
    return reply.contains(CHANNEL) || reply.contains(MESSAGE) || isBare(reply);
  }

  private static boolean isBare(String reply) {
    if (reply.startsWith(BARE_FINAL)) {
      return true;
    }
    int next = BARE_FIRST.length();
    return reply.startsWith(BARE_FIRST)
        && (reply.contains(BARE_FINAL)
            || (reply.length() > next && Character.isUpperCase(reply.charAt(next))));
  }

  /** Reads a reply that {@link #is} one in channels. */
  static HarmonyReply of(String reply) {
    if (!reply.contains(CHANNEL) && !reply.contains(MESSAGE)) {
      int end = reply.lastIndexOf(BARE_FINAL);
      return end < 0
          ? new HarmonyReply(null, reply)
          : new HarmonyReply(reply.substring(end + BARE_FINAL.length()), reply.substring(0, end));
    }
    StringBuilder reasoning = new StringBuilder();
    String role = "";
    String channel = "";
    int at = 0;
    String last = "";
    while (at <= reply.length()) {
      int next = nextToken(reply, at);
      String piece = reply.substring(at, next);
      switch (last) {
        case START -> role = piece.strip();
        case CHANNEL -> channel = firstWord(piece);
        case MESSAGE -> {
          if (ANSWERS.contains(channel)) {
            return new HarmonyReply(answer(reply, at), reasoning.toString());
          }
          add(reasoning, piece);
          channel = "";
        }
        case CONSTRAIN -> {
          // The form of a message, not its text.
        }
        // The first header belongs to the template, and so may a part of the first message.
        default -> {
          if (last.isEmpty() && reply.startsWith(MESSAGE, next)) {
            channel = firstWord(piece);
          } else {
            add(reasoning, piece);
          }
        }
      }
      if (next == reply.length() || (last.equals(START) && !isOfAssistant(role))) {
        break;
      }
      last = token(reply, next);
      at = next + last.length();
    }
    return new HarmonyReply(null, reasoning.toString());
  }

  private static boolean isOfAssistant(String role) {
    return role.isEmpty() || role.startsWith("assistant");
  }

  /** Other tokens than those of channels are left in, for whoever reads the text. */
  private static String answer(String reply, int from) {
    int end = reply.length();
    for (String token : List.of(CHANNEL, MESSAGE, START, "<|end|>", "<|return|>", "<|call|>")) {
      int at = reply.indexOf(token, from);
      end = at < 0 ? end : Math.min(end, at);
    }
    return reply.substring(from, end);
  }

  private static int nextToken(String reply, int from) {
    int at = reply.indexOf("<|", from);
    return at < 0 ? reply.length() : at;
  }

  private static String token(String reply, int at) {
    for (String token : TOKENS) {
      if (reply.startsWith(token, at)) {
        return token;
      }
    }
    throw new IllegalStateException("no token at " + at);
  }

  private static String firstWord(String piece) {
    String stripped = piece.strip();
    int end = 0;
    while (end < stripped.length() && Character.isLetter(stripped.charAt(end))) {
      end++;
    }
    return stripped.substring(0, end);
  }

  private static void add(StringBuilder reasoning, String piece) {
    if (!piece.isBlank()) {
      reasoning.append(reasoning.isEmpty() ? "" : "\n").append(piece.strip());
    }
  }
}
