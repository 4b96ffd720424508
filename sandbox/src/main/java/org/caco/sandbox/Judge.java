package org.caco.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a reply and decides the verdicts: from the kernel's account of the child first, and from
 * what the child sent only within that.
 */
final class Judge {
  private static final int SIGSYS = 31;
  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;
  private static final int MAX_ERROR = 4000;
  private static final int MAX_TEXT = 100_000;

  private final SandboxConfig config;

  Judge(SandboxConfig config) {
    this.config = config;
  }

  /**
   * The facts, a verdict for each run that was started, and what was said of twins, empty if
   * nothing.
   */
  record Account(Facts facts, List<Run> runs, String twins) {}

  Account judge(Reply reply, Request request) {
    Frames frames = new Frames(reply, request);
    String malformed = frames.read();
    List<Run> runs = frames.runs;
    Run end = howItEnded(reply, request, runs.size());
    if (end != null) {
      // A child that was ended after its last frame was not done: the frame was not ours.
      if (runs.size() == request.runs()) {
        runs.remove(runs.size() - 1);
      }
      runs.add(end);
    } else if (malformed != null) {
      runs.clear();
      runs.add(
          Run.failed(
              Verdict.REJECTED,
              null,
              "forged_frames: the program sent " + malformed,
              reply.cpuMicros() / 1000));
    } else if (runs.isEmpty()
        || (runs.size() < request.runs() && runs.get(runs.size() - 1).verdict() == Verdict.OK)) {
      runs.add(
          Run.failed(
              Verdict.ERROR,
              null,
              "the program ended its process before its result was read",
              reply.runMicros(runs.size()) / 1000));
    }
    return new Account(
        frames.facts == null ? Facts.NONE : frames.facts, runs, end == null ? frames.twins : "");
  }

  /** What a child sent: its facts, then a frame for each run. */
  private final class Frames {
    private static final int HEADER_BYTES = 5;
    private static final String CUT_OFF = "a frame that was cut off";

    private final Reply reply;
    private final int expected;
    private final List<Run> runs = new ArrayList<>();
    private final boolean twinsExpected;
    private @Nullable Facts facts;
    private String twins = "";

    Frames(Reply reply, Request request) {
      this.reply = reply;
      expected = request.runs();
      twinsExpected = request.twins();
    }

    /** Reads them up to the first that is not as it should be; says what that is, or null. */
    @Nullable String read() {
      ByteBuffer sent = reply.sent();
      try {
        while (sent.hasRemaining()) {
          if (sent.remaining() < HEADER_BYTES) {
            return CUT_OFF;
          }
          int kind = sent.get();
          int length = sent.getInt();
          if (length < 0 || length > sent.remaining()) {
            return CUT_OFF;
          }
          ByteBuffer frame = sent.slice(sent.position(), length);
          sent.position(sent.position() + length);
          if (!add(kind, frame)) {
            return "a frame that was not asked for";
          }
        }
        return null;
      } catch (IOException | RuntimeException e) {
        return "a frame that cannot be read";
      }
    }

    private boolean add(int kind, ByteBuffer frame) throws IOException {
      if (kind == 'F' && facts == null) {
        facts = readFacts(frame);
        return true;
      }
      if (kind == 'R' && facts != null && runs.size() < expected) {
        runs.add(readRun(frame, reply.runMicros(runs.size()) / 1000));
        return true;
      }
      if (kind == 'T' && twinsExpected && runs.size() == expected && twins.isEmpty()) {
        twins = StandardCharsets.US_ASCII.decode(frame).toString();
        return true;
      }
      return false;
    }
  }

  /** The verdict that the kernel's account alone gives; null for a normal end. */
  private @Nullable Run howItEnded(Reply reply, Request request, int run) {
    long cpuMs = reply.runMicros(run) / 1000;
    int signal = reply.signal();
    switch (reply.endedBy()) {
      case CPU_LIMIT:
        return Run.failed(Verdict.TIMEOUT, null, cpuEvidence(request), cpuMs);
      case WALL_LIMIT:
        return Run.failed(
            Verdict.TIMEOUT,
            null,
            "still waiting after " + reply.wallMicros() / 1000 + " ms of wall time",
            cpuMs);
      case IDLE:
        return Run.failed(
            Verdict.TIMEOUT,
            null,
            "idle: waited without using the CPU, ended after "
                + reply.wallMicros() / 1000
                + " ms of wall time",
            cpuMs);
      case FLOOD:
        return Run.failed(
            Verdict.KILLED,
            null,
            "sent more than " + config.maxOutputBytes() + " bytes to the sandbox",
            cpuMs);
      case ITSELF:
        break;
    }
    if (signal == 0) {
      return reply.exitCode() == 0
          ? null
          : Run.failed(
              Verdict.ERROR,
              null,
              "the program ended its process with status " + reply.exitCode(),
              cpuMs);
    }
    if (signal == SIGSYS) {
      return Run.failed(Verdict.KILLED, null, "a forbidden system call (SIGSYS)", cpuMs);
    }
    if (signal == SIGXCPU || (signal == SIGKILL && reply.cpuMicros() / 1000 >= request.cpuMs())) {
      return Run.failed(Verdict.TIMEOUT, null, cpuEvidence(request), cpuMs);
    }
    if (reply.maxRssBytes() > config.memoryBytes() / 10 * 9) {
      return Run.failed(
          Verdict.MEMORY,
          null,
          "ended by signal " + signal + " with " + (reply.maxRssBytes() >> 20) + " MiB in use",
          cpuMs);
    }
    return Run.failed(Verdict.KILLED, null, "ended by signal " + signal, cpuMs);
  }

  private static String cpuEvidence(Request request) {
    return "used its " + request.cpuMs() + " ms of CPU time";
  }

  private static Facts readFacts(ByteBuffer frame) throws IOException {
    JsonNode node = Json.MAPPER.readTree(StandardCharsets.US_ASCII.decode(frame).toString());
    return new Facts(
        node.get("lines").intValue(),
        strings(node.get("imports")),
        strings(node.get("names")),
        strings(node.get("keys")),
        strings(node.get("read")),
        node.get("random").booleanValue(),
        node.get("time").booleanValue(),
        node.get("sets").booleanValue(),
        node.get("fingerprint").textValue(),
        node.get("from_input").booleanValue(),
        node.get("operations").intValue(),
        strings(node.get("unused")),
        node.get("prints").intValue());
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>(array.size());
    for (JsonNode item : array) {
      strings.add(item.textValue());
    }
    return strings;
  }

  private Run readRun(ByteBuffer frame, long cpuMs) throws IOException {
    if (frame.remaining() > config.maxOutputBytes()) {
      throw new IOException("more than one run may send");
    }
    int status = frame.get();
    String input = part(frame);
    String output = part(frame);
    String text = part(frame);
    String error = part(frame);
    if (frame.hasRemaining()) {
      throw new IOException("bytes after the last part");
    }
    if (!input.isEmpty() && !isValue(input)) {
      throw new IOException("an input that is no encoded value");
    }
    String given = input.isEmpty() ? null : input;
    if (error.length() > MAX_ERROR) {
      error = error.substring(0, MAX_ERROR);
    }
    switch (status) {
      case 'O':
        if (!isValue(output)) {
          throw new IOException("an output that is no encoded value");
        }
        if (!Encoding.isTextOf(text, output, textLimit())) {
          throw new IOException("a text that is not its output's");
        }
        return new Run(Verdict.OK, given, output, text, "", cpuMs);
      case 'R':
        return Run.failed(Verdict.REJECTED, given, error, cpuMs);
      case 'M':
        return Run.failed(Verdict.MEMORY, given, error, cpuMs);
      case 'E':
      case 'N':
        return Run.failed(Verdict.ERROR, given, error, cpuMs);
      default:
        throw new IOException("an unknown status");
    }
  }

  /**
   * Reads what a child said of its program's twins.
   *
   * @throws IOException if it is not of that form
   */
  TwinRuns readTwins(SandboxResult own, String said) throws IOException {
    if (said.isEmpty()) {
      return TwinRuns.unproven(own, "its process ended before its twins had run");
    }
    try {
      return readTwins(own, Json.MAPPER.readTree(said));
    } catch (RuntimeException e) {
      throw new IOException("twins that cannot be read", e);
    }
  }

  private TwinRuns readTwins(SandboxResult own, JsonNode node) throws IOException {
    if (node.has("unproven")) {
      String error = node.get("unproven").asText();
      return TwinRuns.unproven(own, error.substring(0, Math.min(MAX_ERROR, error.length())));
    }
    List<String> names = strings(node.get("twins"));
    String cells = node.get("cells").textValue();
    if (cells.length() != names.size() || !TwinRuns.CELLS.containsAll(chars(cells))) {
      throw new IOException("twins of another number than there are verdicts");
    }
    List<Run> tests = new ArrayList<>();
    for (JsonNode test : node.get("tests")) {
      tests.add(run(test));
    }
    return new TwinRuns(
        own,
        "",
        names,
        cells,
        run(node.get("chosen")),
        tests,
        node.get("disagreeing").intValue(),
        node.get("unnatural").intValue());
  }

  /**
   * Reads what a child said of each of these inputs.
   *
   * @throws IOException if it is not of that form, or tells of other inputs
   */
  InstanceRuns readInstances(SandboxResult own, List<String> inputs, String said)
      throws IOException {
    if (said.isEmpty()) {
      return InstanceRuns.unproven(own, "its process ended before it had run with other inputs");
    }
    try {
      JsonNode node = Json.MAPPER.readTree(said);
      if (node.has("unproven")) {
        String error = node.get("unproven").asText();
        return InstanceRuns.unproven(own, error.substring(0, Math.min(MAX_ERROR, error.length())));
      }
      List<Run> runs = new ArrayList<>();
      JsonNode instances = node.get("instances");
      if (instances.size() != inputs.size()) {
        throw new IOException("another number of runs than of inputs");
      }
      for (int i = 0; i < inputs.size(); i++) {
        JsonNode each = instances.get(i);
        Run run =
            each.isTextual()
                ? Run.failed(Verdict.REJECTED, inputs.get(i), each.textValue(), 0)
                : run(each);
        if (!inputs.get(i).equals(run.input())) {
          throw new IOException("a run with another input");
        }
        runs.add(run);
      }
      return new InstanceRuns(own, "", runs);
    } catch (RuntimeException e) {
      throw new IOException("runs that cannot be read", e);
    }
  }

  private static List<Character> chars(String text) {
    return text.chars().mapToObj(c -> (char) c).toList();
  }

  private Run run(JsonNode parts) throws IOException {
    String input = parts.get(0).textValue();
    String output = parts.get(1).textValue();
    String text = parts.get(2).textValue();
    if (!isValue(input) || !isValue(output) || !Encoding.isTextOf(text, output, textLimit())) {
      throw new IOException("a run that is no encoded one");
    }
    return new Run(Verdict.OK, input, output, text, "", 0);
  }

  /** Shares of what a run may send, as child.py keeps to them. */
  private boolean isValue(String json) {
    return json.length() <= config.maxOutputBytes() / 4 && Encoding.isValue(json);
  }

  private int textLimit() {
    return Math.min(MAX_TEXT, config.maxOutputBytes() / 32);
  }

  private static String part(ByteBuffer frame) throws IOException {
    int length = frame.getInt();
    if (length < 0 || length > frame.remaining()) {
      throw new IOException("a part that was cut off");
    }
    // A new decoder refuses what is not UTF-8.
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(frame.slice(frame.position(), length))
            .toString();
    frame.position(frame.position() + length);
    return text;
  }
}
