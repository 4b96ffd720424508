package org.caco.transforms.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.caco.text.LowerCase;
import org.caco.transforms.model.ReplyMark.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a model says in a content, and what it thought before. This is the one place that knows how
 * models mark their reasoning and the end of their turn:
 *
 * <ul>
 *   <li>Reasoning stands between marks of many names, in channels, or between headings. It never
 *       becomes text. Where its first mark is missing, since the chat template has it, all before
 *       the last one is reasoning; where its last one is missing, the reply is unfinished. What the
 *       model says before it begins to think is dropped if it is a short phrase without a number.
 *   <li>The first token that ends a turn or begins another one ends the text.
 *   <li>Marks between backticks of a line, or in a string within a fenced block, are spoken of, and
 *       mean nothing. Tokens that no text may have are not allowed there either.
 *   <li>Zero characters and white space around the text, tokens that only begin the turn, and a
 *       pair of tags around the whole of the answer are taken away.
 * </ul>
 *
 * @param text empty if there is none
 * @param reasoning empty if there is none
 * @param flaw why the text is not to be used
 * @param detail what shows the flaw, for a person
 */
record ReplyText(String text, String reasoning, Flaw flaw, String detail) {
  enum Flaw {
    NONE,
    /** The reasoning does not end: what follows it has not come. */
    UNFINISHED,
    /** A token of chats or a control character is left. */
    CONTROL_TOKEN,
    /** There is reasoning within the text, or text within the reasoning. */
    MIXED
  }

  /** What begins the model's turn. Sorted so that none begins with an earlier one. */
  private static final List<String> BEGINNINGS =
      List.of(
          "<|begin_of_text|>",
          "<|startoftext|>",
          "<|endoftext|>",
          "<\uff5cbegin\u2581of\u2581sentence\uff5c>",
          "<BOS_TOKEN>",
          "<s>",
          "<bos>",
          "<pad>",
          "[BOS]",
          "[gMASK]",
          "<sop>",
          "<|im_start|>assistant",
          "<|im_assistant|>assistant<|im_middle|>",
          "<|start_header_id|>assistant<|end_header_id|>",
          "<|header_start|>assistant<|header_end|>",
          "<|start_of_role|>assistant<|end_of_role|>",
          "<|role_start|>assistant<|role_end|>",
          "<|begin|>assistant<|content|>",
          "<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>",
          "<|assistant|>",
          "<|bot|>",
          "<\uff5cAssistant\uff5c>",
          "<|Assistant|>",
          "<start_of_turn>model",
          "<|turn>model",
          "<role>ASSISTANT</role>",
          "[/INST]",
          "### Assistant:",
          "### Response:",
          "assistant\n",
          "model\n");

  /** Headings of reasoning and of the answer after it. */
  private static final List<Headings> HEADINGS =
      List.of(
          new Headings("Here is my thought process:", "Here is my response:"),
          new Headings("Here's my thought process:", "Here's my response:"),
          new Headings("## Thinking", "## Final Response"),
          new Headings("Thinking...", "...done thinking."));

  private static final Set<String> WRAPPERS =
      Set.of("answer", "response", "output", "final", "final_answer", "reply");

  private record Headings(String thought, String answer) {}

  ReplyText withReasoning(String reasoning) {
    return new ReplyText(text, reasoning, flaw, detail);
  }

  /**
   * Reads a content. One that is nothing but text stays as it is: some texts go on within a line.
   */
  static ReplyText of(String content) {
    ReplyText reply = parted(afterBeginning(content));
    return reply.text().equals(content.strip())
        ? new ReplyText(content, reply.reasoning(), reply.flaw(), reply.detail())
        : reply;
  }

  private static ReplyText parted(String reply) {
    if (HarmonyReply.is(reply)) {
      HarmonyReply channels = HarmonyReply.of(reply);
      if (channels.text() == null) {
        return flawed(channels.reasoning(), Flaw.UNFINISHED, "no final channel");
      }
      ReplyText text = marked(afterBeginning(channels.text()));
      return text.withReasoning(joined(channels.reasoning(), text.reasoning()));
    }
    for (Headings headings : HEADINGS) {
      if (reply.startsWith(headings.thought())) {
        int from = headings.thought().length();
        int end = reply.indexOf("\n" + headings.answer(), from);
        if (end < 0) {
          return flawed(reply.substring(from), Flaw.UNFINISHED, "no " + headings.answer());
        }
        ReplyText text = marked(reply.substring(end + 1 + headings.answer().length()));
        return text.withReasoning(joined(reply.substring(from, end), text.reasoning()));
      }
    }
    return marked(reply);
  }

  private static String joined(String first, String second) {
    String one = first.strip();
    String other = second.strip();
    return one.isEmpty() ? other : other.isEmpty() ? one : one + "\n\n" + other;
  }

  private static ReplyText flawed(String reasoning, Flaw flaw, String detail) {
    return new ReplyText("", reasoning.strip(), flaw, detail);
  }

  private static String afterBeginning(String content) {
    int from = afterMargin(content, 0);
    for (int before = -1; before < from; ) {
      before = from;
      for (String beginning : BEGINNINGS) {
        if (content.startsWith(beginning, from)) {
          from = afterMargin(content, from + beginning.length());
        }
      }
    }
    return stripped(content.substring(from));
  }

  private static int afterMargin(String text, int start) {
    int from = start;
    while (from < text.length() && isMargin(text.charAt(from))) {
      from++;
    }
    return from;
  }

  /** Without space, zero characters and marks of byte order around it. */
  private static String stripped(String text) {
    int from = afterMargin(text, 0);
    int to = text.length();
    while (to > from && isMargin(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isMargin(char c) {
    return Character.isWhitespace(c) || c == 0 || c == '\ufeff' || c == '\u200b';
  }

  /** Reads a reply whose reasoning is between marks. */
  private static ReplyText marked(String reply) {
    List<ReplyMark> marks = ReplyMarks.of(reply);
    int end = InventedTurn.start(reply);
    for (ReplyMark mark : marks) {
      if (mark.is(Kind.END) && !mark.quoted()) {
        end = Math.min(end, mark.start());
        break;
      }
    }
    List<ReplyMark> reasoning = new ArrayList<>();
    for (ReplyMark mark : marks) {
      boolean ofReasoning = mark.is(Kind.OPEN) || mark.is(Kind.CLOSE);
      if (!ofReasoning || mark.quoted()) {
        continue;
      }
      if (mark.start() < end) {
        reasoning.add(mark);
      } else if (mark.is(Kind.CLOSE)) {
        return flawed(reply, Flaw.MIXED, "the turn ends before the reasoning does");
      } else {
        break;
      }
    }
    ReplyParts parts = ReplyParts.of(reply, end, reasoning);
    return parts.flaw() == null
        ? plain(reply, parts, marks)
        : flawed(parts.reasoning(), parts.flaw(), parts.detail());
  }

  private static ReplyText plain(String reply, ReplyParts parts, List<ReplyMark> marks) {
    StringBuilder text = new StringBuilder();
    int copied = parts.from();
    for (ReplyMark mark : marks) {
      if (mark.start() < parts.from() || mark.end() > parts.to()) {
        continue;
      }
      if (mark.is(Kind.CONTROL) || mark.is(Kind.END)) {
        return flawed(
            parts.reasoning(), Flaw.CONTROL_TOKEN, reply.substring(mark.start(), mark.end()));
      }
      if (mark.is(Kind.SKIP)) {
        text.append(reply, copied, mark.start());
        copied = mark.end();
      }
    }
    String answer = unwrapped(stripped(text.append(reply, copied, parts.to()).toString()));
    String control = controlCharacter(answer);
    return control == null
        ? new ReplyText(answer, parts.reasoning(), Flaw.NONE, "")
        : flawed(parts.reasoning(), Flaw.CONTROL_TOKEN, control);
  }

  private static @Nullable String controlCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r' && c != '\u0085') {
        return String.format(Locale.ROOT, "U+%04X", (int) c);
      }
    }
    return null;
  }

  /** Without a pair of tags around all of it, or the half of the pair that is there. */
  private static String unwrapped(String text) {
    String answer = text;
    if (answer.startsWith("<")) {
      int end = answer.indexOf('>');
      String name = end < 0 || end > 20 ? "" : answer.substring(1, end);
      int closing = answer.indexOf("</" + name + ">");
      boolean whole = closing < 0 || closing == answer.length() - name.length() - 3;
      if (WRAPPERS.contains(LowerCase.of(name)) && whole) {
        return stripped(answer.substring(end + 1, closing < 0 ? answer.length() : closing));
      }
    } else if (answer.endsWith(">")) {
      int start = answer.lastIndexOf("</");
      String name = start < 0 ? "" : answer.substring(start + 2, answer.length() - 1);
      if (name.length() < 20
          && WRAPPERS.contains(LowerCase.of(name))
          && !answer.contains("<" + name + ">")) {
        return stripped(answer.substring(0, start));
      }
    }
    return answer;
  }
}
