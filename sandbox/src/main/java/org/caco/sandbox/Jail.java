package org.caco.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command that starts a zygote in its jail, and the message that tells it what to run. */
final class Jail {
  private static final String PACKAGE = "caco_sandbox";

  /** Below {@link #PACKAGE}: what a zygote imports, in any order. */
  private static final List<String> MODULES =
      List.of(
          "__init__",
          "candidates",
          "child",
          "facts",
          "flow",
          "grouping",
          "jail",
          "readings",
          "reads",
          "sites",
          "syntax",
          "trace",
          "twins",
          "values",
          "warm",
          "watch",
          "zygote");

  /**
   * Where distributions keep programs, libraries and their data. Not /usr as a whole: what people
   * put into /usr/local and /usr/src is theirs.
   */
  private static final List<String> SYSTEM =
      List.of("/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32", "/usr/share");

  /** The same outside of /usr; often links into it. */
  private static final List<String> LINKED = List.of("/lib", "/lib64", "/lib32", "/bin");

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

  /** All devices there are. */
  static final List<String> DEVICES = List.of("/dev/null", "/dev/urandom");

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
    // Without site: its .pth files and customisations may lead anywhere.
    command.addAll(List.of(python.executable(), "-S", "-s", "-B", "-c", module("boot")));
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
    for (String folder : SYSTEM) {
      command.addAll(List.of("--ro-bind-try", folder, folder));
    }
    for (String library : LINKED) {
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
    for (String path : beside(python)) {
      command.addAll(List.of("--ro-bind", path, path));
    }
    for (String device : DEVICES) {
      command.addAll(List.of("--dev-bind", device, device));
    }
    command.addAll(List.of("--remount-ro", "/", "--chdir", "/", "--"));
    return command;
  }

  /** What else may work where a jail does not start; empty where nothing else would. */
  static String hint(SandboxConfig config) {
    if (config.isolation() != Isolation.NAMESPACES) {
      return "";
    }
    List<String> smallest = new ArrayList<>(Executables.dropPrivileges());
    smallest.add(Executables.onPath("bwrap").orElse("bwrap"));
    smallest.addAll(List.of("--unshare-all", "--ro-bind", "/", "/", "/bin/sh", "-c", "exit 0"));
    try {
      return Executables.run(smallest, 30).exitCode() == 0
          ? ""
          : " (namespaces are forbidden here, as in most containers: --isolation=landlock may"
              + " work)";
    } catch (IOException e) {
      return "";
    }
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

  /** What a jail shows of this machine, and nothing beside it. */
  static List<String> readable(Interpreter python) {
    List<String> readable = new ArrayList<>(SYSTEM);
    readable.addAll(LINKED);
    readable.addAll(FILES);
    readable.addAll(beside(python));
    readable.add("/dev/urandom");
    return readable;
  }

  /** What an interpreter needs besides what a jail shows anyway. */
  private static List<String> beside(Interpreter python) {
    return Stream.concat(python.path().stream(), python.files().stream())
        .filter(
            path ->
                Stream.concat(SYSTEM.stream(), LINKED.stream())
                    .noneMatch(Path.of(path)::startsWith))
        .distinct()
        .toList();
  }

  /** The message that a zygote waits for: its settings and its modules, so that no file is one. */
  static byte[] message(SandboxConfig config, Interpreter python, boolean heavy) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("tier", config.isolation() == Isolation.LANDLOCK ? "landlock" : "namespaces");
    settings.put("heavy", heavy);
    settings.put("path", python.path());
    settings.put("prefix", python.prefix());
    settings.put("read", readable(python));
    settings.put("write", List.of("/dev/null"));
    Request warm = new Request(config, WARM_UP, List.of(), false, config.cpuLimit().toMillis());
    settings.put("warm", HexFormat.of().formatHex(warm.bytes(), 4, warm.bytes().length));
    Map<String, String> sources = new LinkedHashMap<>();
    for (String name : MODULES) {
      sources.put(name.equals("__init__") ? PACKAGE : PACKAGE + "." + name, module(name));
    }
    try {
      return Json.MAPPER.writeValueAsBytes(Map.of("settings", settings, "sources", sources));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A module of the package that runs inside the sandbox. */
  static String module(String name) {
    String file = "/" + PACKAGE + "/" + name + ".py";
    try (InputStream stream = Jail.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("resource " + file + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
