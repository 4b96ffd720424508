package org.caco.transforms.consistency;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caco.text.LowerCase;
import org.caco.transforms.reply.JsonString;
import org.caco.transforms.reply.LooseJson;
import org.caco.transforms.reply.LooseJson.Arr;
import org.caco.transforms.reply.LooseJson.Field;
import org.caco.transforms.reply.LooseJson.Found;
import org.caco.transforms.reply.LooseJson.Obj;
import org.caco.transforms.reply.LooseJson.Text;
import org.caco.transforms.reply.LooseJson.Value;
import org.caco.transforms.step.RejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a judge's verdict as a person would: four flags and a reason in JSON, strict or not, in a
 * list or in a table, with or without prose around it; or a plain yes or no.
 *
 * <p>Of several verdicts the last one counts. Where it is better than an earlier one and is not
 * said to correct it, where the words behind it take it back, or where another field of it says the
 * contrary, the judge contradicts itself. What is cut off, leaves out a flag, or gives one a value
 * that is neither yes nor no cannot be read.
 */
final class VerdictReader {
  private static final String SOLVABLE = "solvable";
  private static final String COMPLETE = "complete";
  private static final String LEAKS = "leaks";
  private static final String SAME = "same";
  private static final List<String> FLAGS = List.of(SOLVABLE, COMPLETE, LEAKS, SAME);
  private static final Set<String> REASONS =
      Set.of(
          "reason",
          "reasons",
          "reasoning",
          "explanation",
          "rationale",
          "justification",
          "comment",
          "why");

  /** Fields that sum a verdict up. */
  private static final Set<String> SUMS =
      Set.of(
          "verdict",
          "decision",
          "overall",
          "accept",
          "accepted",
          "approved",
          "valid",
          "correct",
          "pass",
          "passed",
          "passes",
          "ok",
          "final",
          "finalverdict",
          "consistent",
          "agree",
          "agrees",
          "match",
          "matches",
          "result",
          "status",
          "keep");

  /** Fields that hold a flag beside its explanation. */
  private static final Set<String> HOLDERS =
      Set.of("value", "answer", "verdict", "result", "judgment", "judgement", "flag", "status");

  private static final Set<String> NAMERS =
      Set.of("name", "key", "criterion", "check", "question", "field", "flag");

  /** Longer replies are no verdicts. */
  private static final int MAX_LENGTH = 100_000;

  private final boolean plain;

  /**
   * A reader.
   *
   * @param plain whether a yes or no alone is a verdict, since the prompt asks whether problem,
   *     solution and program describe the same computation
   */
  VerdictReader(boolean plain) {
    this.plain = plain;
  }

  /**
   * The verdict in {@code reply}.
   *
   * @throws RejectedException {@value JudgeConsistency#UNPARSABLE_VERDICT} or {@value
   *     JudgeConsistency#CONTRADICTORY}
   */
  Judgement read(String reply) {
    if (reply.length() > MAX_LENGTH) {
      throw unreadable("longer than any verdict", reply);
    }
    String text = withoutWrapping(reply);
    List<Found> found = LooseJson.in(text).stream().filter(VerdictReader::mayHoldFlags).toList();
    if (!found.isEmpty()) {
      return inJson(text, found, reply);
    }
    ListedFlags listed = new ListedFlags(FLAGS, text);
    Map<String, Boolean> flags = listed.read();
    if (!flags.isEmpty()) {
      Judgement judgement = judgement(flags, listedReason(text), reply);
      checkBehind(judgement, withoutReason(text.substring(listed.end())), reply);
      return judgement;
    }
    return plain(text, reply);
  }

  private static boolean mayHoldFlags(Found found) {
    boolean givenUp = found.value() == null && found.names().isEmpty();
    return givenUp
        || found.names().stream().map(VerdictReader::normal).anyMatch(FLAGS::contains)
        || (found.value() != null && !flags(found.value()).isEmpty());
  }

  /** A JSON text that holds JSON, or what a page of HTML would hold. */
  private static String withoutWrapping(String reply) {
    String text = reply.contains("&quot;") ? reply.replace("&quot;", "\"") : reply;
    boolean doubled = text.contains("{\\\"") || text.contains("{\\n");
    return doubled ? JsonString.unescaped(text) : text;
  }

  private static RejectedException unreadable(String why, String reply) {
    return new RejectedException(JudgeConsistency.UNPARSABLE_VERDICT, why + ": " + reply);
  }

  private static RejectedException contradictory(String reply) {
    return new RejectedException(JudgeConsistency.CONTRADICTORY, reply);
  }

  // Verdicts in JSON.

  private record Verdict(int start, int end, Judgement judgement) {}

  private static Judgement inJson(String text, List<Found> found, String reply) {
    List<Verdict> verdicts = new ArrayList<>();
    Map<String, Boolean> parts = new LinkedHashMap<>();
    Found last = found.get(found.size() - 1);
    for (Found each : found) {
      if (each.value() == null) {
        continue;
      }
      for (Obj object : verdicts(each.value(), new ArrayList<>())) {
        verdicts.add(new Verdict(each.start(), each.end(), judgement(object, reply)));
      }
      if (verdicts.isEmpty()) {
        for (Map.Entry<String, Boolean> flag : flags(each.value()).entrySet()) {
          if (parts.putIfAbsent(flag.getKey(), flag.getValue()) != null) {
            throw unreadable(flag.getKey() + " comes twice", reply);
          }
        }
      }
    }
    if (last.value() == null) {
      throw unreadable("the JSON is broken or cut off", reply);
    }
    if (verdicts.isEmpty()) {
      verdicts.add(new Verdict(found.get(0).start(), last.end(), judgement(parts, "", reply)));
    }
    Verdict verdict = verdicts.get(verdicts.size() - 1);
    if (verdict.end() < last.end()) {
      throw unreadable("flags follow the verdict", reply);
    }
    checkBefore(text, verdicts, reply);
    checkBehind(verdict.judgement(), text.substring(verdict.end()), reply);
    return verdict.judgement();
  }

  /** The objects in {@code value} that have every flag of a verdict. */
  private static List<Obj> verdicts(Value value, List<Obj> verdicts) {
    if (value instanceof Obj object) {
      Set<String> names = new LinkedHashSet<>();
      object.fields().forEach(field -> names.add(normal(field.name())));
      if (names.containsAll(FLAGS)) {
        verdicts.add(object);
      } else {
        object.fields().forEach(field -> verdicts(field.value(), verdicts));
      }
    } else if (value instanceof Arr list) {
      list.values().forEach(each -> verdicts(each, verdicts));
    }
    return verdicts;
  }

  private static Judgement judgement(Obj object, String reply) {
    Map<String, Boolean> flags = new LinkedHashMap<>();
    String reason = "";
    boolean takenBack = false;
    for (Field field : object.fields()) {
      String name = normal(field.name());
      if (FLAGS.contains(name)) {
        Boolean flag = flag(field.value());
        if (flag == null) {
          throw unreadable(name + " is neither true nor false", reply);
        }
        if (flag.equals(!flags.getOrDefault(name, flag))) {
          throw unreadable(name + " comes twice", reply);
        }
        flags.put(name, flag);
      } else if (field.value() instanceof Text text) {
        if (REASONS.contains(name) && reason.isEmpty() && !text.text().equals("null")) {
          reason = text.text();
        }
        takenBack |= SUMS.contains(name) && Reserve.isRefusal(text.text());
      }
    }
    Judgement judgement = judgement(flags, reason, reply);
    if (takenBack && judgement.objection().isEmpty()) {
      throw contradictory(reply);
    }
    return judgement;
  }

  /** Flags that stand apart: each in an object of its own, or as name and value. */
  private static Map<String, Boolean> flags(Value value) {
    Map<String, Boolean> flags = new LinkedHashMap<>();
    collect(value, flags);
    return flags;
  }

  private static void collect(Value value, Map<String, Boolean> flags) {
    if (value instanceof Arr list) {
      list.values().forEach(each -> collect(each, flags));
    } else if (value instanceof Obj object) {
      String named = "";
      Boolean held = null;
      for (Field field : object.fields()) {
        String name = normal(field.name());
        Boolean flag = FLAGS.contains(name) ? flag(field.value()) : null;
        if (flag != null) {
          // Of two values the one that refuses counts.
          flags.merge(name, flag, name.equals(LEAKS) ? Boolean::logicalOr : Boolean::logicalAnd);
        } else if (NAMERS.contains(name) && field.value() instanceof Text text) {
          named = normal(text.text());
        } else if (HOLDERS.contains(name)) {
          held = flag(field.value());
          if (held == null) {
            collect(field.value(), flags);
          }
        } else {
          collect(field.value(), flags);
        }
      }
      if (held != null && FLAGS.contains(named)) {
        flags.put(named, held);
      }
    }
  }

  private static @Nullable Boolean flag(Value value) {
    if (value instanceof Text text) {
      return Flag.of(text.text()).orElse(null);
    }
    if (value instanceof Obj object) {
      Boolean flag = null;
      for (Field field : object.fields()) {
        if (HOLDERS.contains(normal(field.name()))) {
          Boolean held = field.value() instanceof Text ? flag(field.value()) : null;
          if (held == null || flag != null) {
            return null;
          }
          flag = held;
        }
      }
      return flag;
    }
    return null;
  }

  /** A name without case, underscores and the like. */
  private static String normal(String name) {
    StringBuilder letters = new StringBuilder();
    LowerCase.of(name).chars().filter(Character::isLetter).forEach(c -> letters.append((char) c));
    return letters.length() > 2
            && letters.indexOf("is") == 0
            && FLAGS.contains(letters.substring(2))
        ? letters.substring(2)
        : letters.toString();
  }

  private static Judgement judgement(Map<String, Boolean> flags, String reason, String reply) {
    return new Judgement(
        reply,
        flag(flags, SOLVABLE, reply),
        flag(flags, COMPLETE, reply),
        flag(flags, LEAKS, reply),
        flag(flags, SAME, reply),
        reason.strip());
  }

  private static boolean flag(Map<String, Boolean> flags, String name, String reply) {
    Boolean flag = flags.get(name);
    if (flag == null) {
      throw unreadable(name + " is neither true nor false", reply);
    }
    return flag;
  }

  // What stands around a verdict.

  private static final Set<String> CORRECTIONS =
      Set.of(
          "final",
          "corrected",
          "correction",
          "revised",
          "revision",
          "updated",
          "actually",
          "wait",
          "instead",
          "reconsidering");

  /** A verdict that accepts must not follow a refusal, unless it is said to correct it. */
  private static void checkBefore(String text, List<Verdict> verdicts, String reply) {
    Verdict last = verdicts.get(verdicts.size() - 1);
    if (!last.judgement().objection().isEmpty()) {
      return;
    }
    int from = 0;
    for (Verdict verdict : verdicts) {
      if (!verdict.judgement().objection().isEmpty()) {
        String between = text.substring(Math.min(verdict.end(), last.start()), last.start());
        if (Words.in(between).stream().noneMatch(CORRECTIONS::contains)) {
          throw contradictory(reply);
        }
      }
      from = from == 0 ? verdict.start() + 1 : from;
    }
    if (PlainAnswer.of(text.substring(0, from - 1)).equals(Optional.of(false))
        || Reserve.supposes(text.substring(0, last.start()))) {
      throw contradictory(reply);
    }
  }

  private static void checkBehind(Judgement judgement, String behind, String reply) {
    if (judgement.objection().isEmpty() && Reserve.takesBack(behind)) {
      throw contradictory(reply);
    }
  }

  // Verdicts without JSON.

  private static String listedReason(String text) {
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && REASONS.contains(normal(line.substring(0, Math.min(colon, 40))))) {
        return line.substring(colon + 1).replace("**", "").strip();
      }
    }
    return "";
  }

  private static String withoutReason(String text) {
    StringBuilder rest = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon <= 0 || !REASONS.contains(normal(line.substring(0, Math.min(colon, 40))))) {
        rest.append(line).append('\n');
      }
    }
    return rest.toString();
  }

  private Judgement plain(String text, String reply) {
    Optional<Boolean> answer = plain ? PlainAnswer.of(text) : Optional.empty();
    if (answer.isEmpty()) {
      throw unreadable("no verdict", reply);
    }
    return new Judgement(reply, true, true, false, answer.get(), text.strip());
  }
}
