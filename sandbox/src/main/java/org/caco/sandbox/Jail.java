package org.caco.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command that starts a zygote in its jail, and the source that the zygote runs. */
final class Jail {
  private static final List<String> PARTS =
      List.of("prelude.py", "values.py", "facts.py", "flow.py", "jail.py", "child.py", "zygote.py");

  /** Where distributions keep libraries and programs, beside /usr; often links into it. */
  private static final List<String> LIBRARIES = List.of("/lib", "/lib64", "/lib32", "/bin");

  /** The dynamic linker's cache, and the links through which Debian chooses numpy's libraries. */
  private static final List<String> FILES = List.of("/etc/ld.so.cache", "/etc/alternatives");

  /**
   * Runs the rest of the command as what the kernel ends first where memory runs out: programs are
   * what uses it up, and this JVM must not pay for it.
   */
  private static final List<String> FIRST_OUT_OF_MEMORY =
      List.of(
          "/bin/sh",
          "-c",
          // Some shells add variables to the environment.
          "{ echo 1000 > /proc/self/oom_score_adj; } 2> /dev/null;"
              + " exec env -u PWD -u OLDPWD -u SHLVL -u _ \"$@\"",
          "sh");

  private static final List<String> DEVICES = List.of("/dev/null", "/dev/urandom");

  /** Reads the zygote's source from the pipe, so that there is no file of it to protect. */
  private static final String BOOT =
      """
      import builtins, os
      def read(n):
          b = b""
          while len(b) < n:
              c = os.read(0, n - len(b))
              if not c: os._exit(3)
              b += c
          return b
      source = read(int.from_bytes(read(4), "big"))
      del read
      # With builtins of its own: a program can replace what is in the module of that name.
      exec(compile(source, "<sandbox>", "exec"), {"__name__": "sandbox", "__builtins__": dict(vars(builtins))})
      """;

  /** What a zygote runs once, so that the first program finds warm caches. */
  private static final String WARM_UP =
      """
      import math
      from fractions import Fraction
      input = {"a": 3, "b": [1, 2.5], "c": "x"}
      def f(a, b, c):
          total = sum(x * a for x in b)
          return {"total": total, "t": (a, c), "s": {1, 2}, "f": Fraction(1, 3), "r": f"{total:.2f}"}
      output = f(**input)
      print(output)
      """;

  private Jail() {}

  static List<String> command(SandboxConfig config, Interpreter python) {
    List<String> command = new ArrayList<>(FIRST_OUT_OF_MEMORY);
    command.addAll(Executables.dropPrivileges());
    if (config.isolation() == Isolation.NAMESPACES) {
      command.addAll(bubblewrap(python));
    }
    command.addAll(List.of(python.executable(), "-s", "-B", "-c", BOOT));
    return command;
  }

  private static List<String> bubblewrap(Interpreter python) {
    List<String> command = new ArrayList<>();
    command.add(Executables.onPath("bwrap").orElse("bwrap"));
    command.addAll(
        List.of(
            "--unshare-all",
            "--as-pid-1",
            "--die-with-parent",
            "--new-session",
            "--hostname",
            "sandbox",
            // Of the jail's own user namespace only: to give each program a PID namespace. Programs
            // have no capabilities.
            "--cap-add",
            "CAP_SYS_ADMIN"));
    command.addAll(List.of("--ro-bind", "/usr", "/usr"));
    for (String library : LIBRARIES) {
      Path path = Path.of(library);
      if (Files.isSymbolicLink(path)) {
        command.addAll(List.of("--symlink", readLink(path), library));
      } else if (Files.exists(path)) {
        command.addAll(List.of("--ro-bind", library, library));
      }
    }
    for (String file : FILES) {
      command.addAll(List.of("--ro-bind-try", file, file));
    }
    for (String folder : python.folders()) {
      command.addAll(List.of("--ro-bind", folder, folder));
    }
    for (String device : DEVICES) {
      command.addAll(List.of("--dev-bind", device, device));
    }
    command.addAll(List.of("--remount-ro", "/", "--chdir", "/", "--"));
    return command;
  }

  private static String readLink(Path path) {
    try {
      return Files.readSymbolicLink(path).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole environment of a zygote and its children. */
  static Map<String, String> environment(int hashSeed) {
    return Map.of(
        "PATH", "/usr/bin:/bin",
        "LANG", "C.UTF-8",
        "TZ", "UTC",
        "HOME", "/",
        // Threads would be more than the one core a program gets, and must not exist when forking.
        "OPENBLAS_NUM_THREADS", "1",
        "OMP_NUM_THREADS", "1",
        "PYTHONHASHSEED", Integer.toString(hashSeed));
  }

  static byte[] source(SandboxConfig config, Interpreter python, boolean heavy) {
    StringBuilder source = new StringBuilder();
    for (String part : PARTS) {
      source.append(resource(part)).append('\n');
    }
    List<String> readable = new ArrayList<>(List.of("/usr"));
    readable.addAll(LIBRARIES);
    readable.addAll(FILES);
    readable.addAll(python.folders());
    readable.add("/dev/urandom");
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("tier", config.isolation() == Isolation.LANDLOCK ? "landlock" : "namespaces");
    settings.put("heavy", heavy);
    settings.put("read", readable);
    settings.put("write", List.of("/dev/null"));
    Request warm = new Request(config, WARM_UP, List.of(), false, config.cpuLimit().toMillis());
    settings.put("warm", java.util.HexFormat.of().formatHex(warm.bytes(), 4, warm.bytes().length));
    try {
      String json = Json.MAPPER.writeValueAsString(settings);
      source.append("serve(json.loads(").append(Json.MAPPER.writeValueAsString(json)).append("))");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return source.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String resource(String name) {
    try (InputStream stream = Jail.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
