package org.caco.transforms.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.text.LowerCase;
import org.caco.transforms.reply.Fences;
import org.caco.transforms.reply.Fences.Block;
import org.caco.transforms.reply.JsonString;
import org.caco.transforms.reply.LooseJson;
import org.jspecify.annotations.Nullable;

/**
 * Finds the program in a reply, whatever it is wrapped in: fences, tags, JSON, prompts or nothing
 * but prose around it. What is not in the unified form is only taken out of a fence, and left to
 * the rules.
 */
final class ProgramReader {
  private static final Set<String> PYTHON =
      Set.of("python", "python3", "py", "py3", "python2", "ipython", "sage", "");

  /** Blocks of these are no part of a program that is written in several. */
  private static final Set<String> OTHERS =
      Set.of(
          "json",
          "text",
          "txt",
          "output",
          "bash",
          "sh",
          "shell",
          "console",
          "yaml",
          "xml",
          "html",
          "csv",
          "markdown",
          "md",
          "plaintext",
          "latex",
          "math",
          "tex");

  private static final Set<String> TAGS =
      Set.of("code", "pre", "python", "program", "py", "script", "answer", "solution", "tool_call");

  /** So many may stand one within another. */
  private static final int MAX_TAGS = 4;

  private static final String PRINT = "print(output)\n";
  private static final String CDATA = "<![CDATA[";

  private ProgramReader() {}

  /** The program, with a newline at its end; empty where there is none. */
  static Optional<String> read(String reply) {
    String text = withFences(Mended.text(reply));
    List<Block> blocks = blocks(text);
    List<String> codes = blocks.stream().map(block -> Mended.code(withInfo(block))).toList();
    String program = withSetup(blocks, codes);
    if (program == null) {
      program = joined(parts(blocks));
    }
    if (program == null) {
      program = inJson(text);
    }
    if (program == null) {
      program = unfenced(text);
    }
    return Optional.ofNullable(program == null ? notUnified(blocks, codes) : program);
  }

  /**
   * The last block that is a program, with those right before it that only import and define, and
   * of which it repeats nothing, and with a block behind it that only prints the output.
   */
  private static @Nullable String withSetup(List<Block> blocks, List<String> codes) {
    String last = last(codes);
    if (last == null) {
      return null;
    }
    int at = codes.lastIndexOf(last);
    StringBuilder program = new StringBuilder(last);
    for (int i = at - 1; i >= 0 && isPython(blocks.get(i)); i--) {
      String before = withInfo(blocks.get(i));
      if (!CodeLines.isSetup(before) || CodeLines.shareLines(before, last)) {
        break;
      }
      program.insert(0, before);
    }
    boolean prints = at + 1 < codes.size() && codes.get(at + 1).equals(PRINT);
    if (prints && !last.contains(PRINT)) {
      program.append(PRINT);
    }
    return Mended.trimmed(program.toString());
  }

  private static boolean isPython(Block block) {
    return PYTHON.contains(language(block));
  }

  private static @Nullable String last(List<String> codes) {
    String last = null;
    for (String code : codes) {
      last = CodeLines.isUnified(code) ? code : last;
    }
    return last;
  }

  /** The first block that is Python by its name, or may be by its first line. */
  private static @Nullable String notUnified(List<Block> blocks, List<String> codes) {
    for (int i = 0; i < blocks.size(); i++) {
      String code = codes.get(i);
      String language = language(blocks.get(i));
      boolean named = PYTHON.contains(language) && !language.isEmpty();
      if (!code.isEmpty() && (named || (language.isEmpty() && beginsAsCode(code)))) {
        return code;
      }
    }
    return null;
  }

  private static boolean beginsAsCode(String code) {
    int newline = code.indexOf('\n');
    return CodeLines.begins(newline < 0 ? code : code.substring(0, newline));
  }

  // Blocks.

  /** The blocks, and in place of one of Markdown those within it. */
  private static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    for (Block block : Fences.in(text)) {
      String begin = block.code().stripLeading();
      boolean nested = begin.startsWith("```") || begin.startsWith("~~~");
      blocks.addAll(nested ? Fences.in(block.code()) : List.of(block));
    }
    return blocks;
  }

  private static String language(Block block) {
    String info = block.info();
    int end = 0;
    while (end < info.length()
        && (Character.isLetterOrDigit(info.charAt(end))
            || "_+-#.{".indexOf(info.charAt(end)) >= 0)) {
      end++;
    }
    String word = LowerCase.of(info.substring(0, end));
    return word.replace("{", "").replace(".", "");
  }

  /** The block with what is code on the line of its fence. */
  private static String withInfo(Block block) {
    String info = block.info();
    if (info.isEmpty()) {
      return block.code();
    }
    if (isCode(info)) {
      return info + "\n" + block.code();
    }
    int space = info.indexOf(' ');
    String rest = space < 0 ? "" : info.substring(space).strip();
    return isCode(rest) ? rest + "\n" + block.code() : block.code();
  }

  private static boolean isCode(String line) {
    boolean set = CodeLines.assigns(line, "input");
    boolean starts =
        line.startsWith("import ") || line.startsWith("from ") || line.startsWith("def ");
    return set || (starts && CodeLines.begins(line)) || line.startsWith("# ");
  }

  private static List<String> parts(List<Block> blocks) {
    List<String> parts = new ArrayList<>();
    for (Block block : blocks) {
      String code = withInfo(block);
      String trimmed = Mended.trimmed(code);
      boolean goesOn =
          !trimmed.isEmpty() && (trimmed.charAt(0) == ' ' || trimmed.charAt(0) == '\t');
      if (!OTHERS.contains(language(block))
          && !trimmed.isEmpty()
          && (goesOn || beginsAsCode(trimmed))) {
        // With the blank lines at its ends, so that the whole is what was taken apart.
        parts.add(code.endsWith("\n") ? code : code + "\n");
      }
    }
    return parts;
  }

  /**
   * The program that several parts make together: all of them where one alone sets the input and
   * one the output, else those from the last that sets the input.
   */
  private static @Nullable String joined(List<String> parts) {
    int input = -1;
    int output = -1;
    int sets = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (CodeLines.assigns(parts.get(i), "input")) {
        input = i;
        sets++;
      }
      if (CodeLines.assigns(parts.get(i), "output")) {
        output = i;
        sets++;
      }
    }
    if (input < 0 || output < 0) {
      return null;
    }
    boolean once = sets == 2;
    List<String> taken = once ? parts : parts.subList(Math.min(input, output), output + 1);
    String program = Mended.code(String.join("", taken));
    return CodeLines.isUnified(program) ? program : null;
  }

  // What has no fence.

  private static @Nullable String unfenced(String text) {
    String typed = Mended.withoutEntities(Mended.withoutPrompts(text));
    String program = fromRuns(typed);
    if (program == null) {
      program = fromRuns(shifted(typed));
    }
    if (program == null && text.indexOf('\n') < 0 && text.contains("\\n")) {
      program = fromRuns(Mended.text(JsonString.unescaped(text)));
    }
    return program;
  }

  private static @Nullable String fromRuns(String text) {
    List<String> runs = CodeLines.runs(text);
    String program = last(runs.stream().map(Mended::code).toList());
    return program == null ? joined(runs) : program;
  }

  /** The text with all lines moved to the left as far as that which sets the input is indented. */
  private static String shifted(String text) {
    int indent = -1;
    for (String line : text.split("\n", -1)) {
      String bare = line.stripLeading();
      if (bare.length() < line.length() && CodeLines.assigns(bare, "input")) {
        indent = line.length() - bare.length();
      }
    }
    if (indent <= 0) {
      return "";
    }
    StringBuilder shifted = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (shifted.isEmpty() && CodeLines.begins(line)) {
        // The space before a reply is not kept.
        shifted.append(line).append('\n');
        continue;
      }
      boolean indented = line.length() >= indent && line.substring(0, indent).isBlank();
      // What is not indented as far is no code.
      shifted.append(indented ? line.substring(indent) : line.isBlank() ? "" : "- " + line);
      shifted.append('\n');
    }
    return shifted.toString();
  }

  // What is wrapped in something else.

  private static @Nullable String inJson(String text) {
    List<String> strings = new ArrayList<>();
    if (text.startsWith("\"") && text.contains("\\n")) {
      strings.add(JsonString.unescaped(text.substring(1, Math.max(1, text.lastIndexOf('"')))));
    }
    for (LooseJson.Found found : LooseJson.in(text)) {
      if (found.value() != null) {
        collect(found.value(), strings);
      }
    }
    return last(strings.stream().map(Mended::text).map(ProgramReader::inString).toList());
  }

  private static String inString(String string) {
    List<String> codes =
        Fences.in(string).stream().map(block -> Mended.code(block.code())).toList();
    String fenced = last(codes);
    return fenced == null ? Mended.code(string) : fenced;
  }

  private static void collect(LooseJson.Value value, List<String> strings) {
    if (value instanceof LooseJson.Text text) {
      strings.add(text.text());
    } else if (value instanceof LooseJson.Obj object) {
      object.fields().forEach(field -> collect(field.value(), strings));
    } else if (value instanceof LooseJson.Arr list) {
      StringBuilder lines = new StringBuilder();
      for (LooseJson.Value each : list.values()) {
        if (each instanceof LooseJson.Text line) {
          lines.append(line.text()).append(line.text().endsWith("\n") ? "" : "\n");
        } else {
          collect(each, strings);
        }
      }
      strings.add(lines.toString());
    }
  }

  /** The text with a fence in place of each tag that a line begins or ends with. */
  private static String withFences(String text) {
    if (text.indexOf('<') < 0 && text.indexOf('[') < 0) {
      return text;
    }
    StringBuilder fenced = new StringBuilder(text.length());
    for (String line : text.split("\n", -1)) {
      String rest = line;
      int tag = opening(rest);
      for (int i = 0; i < MAX_TAGS && tag > 0; i++) {
        rest = rest.stripLeading().substring(tag);
        fenced.append("```\n");
        tag = opening(rest);
      }
      int closing = closing(rest);
      if (closing < 0) {
        fenced.append(rest).append('\n');
      } else {
        fenced.append(rest, 0, closing).append("\n```\n");
      }
    }
    fenced.setLength(fenced.length() - 1);
    return fenced.toString();
  }

  /** How many characters the tag takes that a line begins with, after its space; 0 if none. */
  private static int opening(String line) {
    String bare = line.stripLeading();
    if (bare.startsWith(CDATA)) {
      return CDATA.length();
    }
    if (bare.startsWith("[PYTHON]") || bare.startsWith("[CODE]")) {
      return bare.indexOf(']') + 1;
    }
    if (!bare.startsWith("<")) {
      return 0;
    }
    int end = 1;
    while (end < bare.length()
        && (Character.isLetter(bare.charAt(end)) || bare.charAt(end) == '_')) {
      end++;
    }
    int close = bare.indexOf('>', end);
    boolean attributes =
        close > 0 && close - end < 100 && (close == end || bare.charAt(end) == ' ');
    return attributes && TAGS.contains(LowerCase.of(bare.substring(1, end))) ? close + 1 : 0;
  }

  /** Where the first of the tags begins that a line ends with, or -1. */
  private static int closing(String line) {
    int end = line.stripTrailing().length();
    int found = -1;
    for (int i = 0; i < MAX_TAGS && end > 0; i++) {
      int start = -1;
      if (line.startsWith("]]>", end - 3)) {
        start = end - 3;
      } else if (line.charAt(end - 1) == '>') {
        int open = line.lastIndexOf("</", end - 3);
        boolean tag = open >= 0 && TAGS.contains(LowerCase.of(line.substring(open + 2, end - 1)));
        start = tag ? open : -1;
      } else if (line.startsWith("[/PYTHON]", end - 9) || line.startsWith("[/CODE]", end - 7)) {
        start = line.lastIndexOf('[', end);
      }
      if (start < 0) {
        return found;
      }
      found = start;
      end = line.substring(0, start).stripTrailing().length();
    }
    return found;
  }
}
