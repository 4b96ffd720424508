package org.caco.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Python that the sandbox can use, and what has to be visible in a jail for it to work.
 *
 * @param executable the real path of the interpreter; that of a virtual environment is mostly a
 *     link to another one
 * @param version such as 3.11.2
 * @param prefix where it is installed, or the virtual environment
 * @param path where it looks for modules: its own library folders and those of its environment,
 *     without what .pth files add
 * @param files the executable, and libraries beside the library folders
 * @param projects folders outside that .pth files and the like lead to: a jail must not show them
 */
record Interpreter(
    String executable,
    String version,
    String prefix,
    List<String> path,
    List<String> files,
    List<String> projects) {

  /** The interpreter to use, or why there is none. */
  record Search(@Nullable Interpreter found, List<Requirement> missing) {}

  static Search find(String configured) {
    if (!configured.isEmpty()) {
      return inspect(configured, true);
    }
    Set<String> candidates = new LinkedHashSet<>(List.of("/usr/bin/python3"));
    Executables.onPath("python3").ifPresent(candidates::add);
    @Nullable Search best = null;
    for (String candidate : candidates) {
      if (!new File(candidate).canExecute()) {
        continue;
      }
      Search search = inspect(candidate, false);
      if (search.found() != null) {
        return search;
      }
      // That a module is missing says more than that an interpreter cannot be used.
      boolean usable = !search.missing().get(0).name().equals("python3");
      if (best == null || (usable && best.missing().get(0).name().equals("python3"))) {
        best = search;
      }
    }
    return best == null ? missing("python3", "no usable python3 was found", false) : best;
  }

  private static Search inspect(String candidate, boolean configured) {
    if (!new File(candidate).canExecute()) {
      return missing("python3", candidate + " is no program that can be run", configured);
    }
    List<String> command = new ArrayList<>(Executables.dropPrivileges());
    command.addAll(List.of(candidate, "-S", "-s", "-B", "-c", Jail.module("inspection")));
    try {
      Executables.Output output = Executables.run(command, 30);
      if (output.exitCode() != 0) {
        return unusable(candidate, closed(candidate).orElse(output.text()), configured);
      }
      return read(candidate, Json.MAPPER.readTree(output.text()), configured);
    } catch (IOException | RuntimeException e) {
      return unusable(candidate, e.getMessage(), configured);
    }
  }

  private static Search read(String candidate, JsonNode answer, boolean configured) {
    JsonNode version = answer.get("version");
    if (version.get(0).intValue() != 3 || version.get(1).intValue() < 9) {
      return unusable(candidate, "Python 3.9 or later is needed, found " + version, configured);
    }
    List<String> unread = strings(answer.get("closed"));
    if (!unread.isEmpty()) {
      String path = unread.get(0);
      return unusable(candidate, closed(path).orElse(mayNotEnter(path)), configured);
    }
    List<String> have = strings(answer.get("have"));
    List<Requirement> missing = new ArrayList<>();
    for (String module : List.of("sympy", "numpy")) {
      if (!have.contains(module)) {
        String detail = candidate + " has no module " + module;
        missing.add(
            configured ? Requirement.unpackaged(module, detail) : Requirement.of(module, detail));
      }
    }
    if (!missing.isEmpty()) {
      return new Search(null, missing);
    }
    return new Search(
        new Interpreter(
            answer.get("executable").textValue(),
            version.get(0) + "." + version.get(1) + "." + version.get(2),
            answer.get("prefix").textValue(),
            strings(answer.get("path")),
            strings(answer.get("files")),
            strings(answer.get("projects"))),
        List.of());
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(item -> strings.add(item.textValue()));
    return strings;
  }

  /** Why the user that root's programs run as cannot reach a file: a folder above it is closed. */
  private static Optional<String> closed(String file) {
    if (!Executables.IS_ROOT) {
      return Optional.empty();
    }
    Path real;
    try {
      real = Path.of(file).toRealPath();
    } catch (IOException e) {
      return Optional.empty();
    }
    return Stream.of(Path.of(file).toAbsolutePath(), real)
        .flatMap(path -> Stream.iterate(path.getParent(), Objects::nonNull, Path::getParent))
        .filter(folder -> !Executables.mayEnter(folder))
        .map(folder -> mayNotEnter(folder.toString()))
        .reduce((inner, outer) -> outer);
  }

  private static String mayNotEnter(String folder) {
    return "programs run as "
        + (Executables.IS_ROOT ? "the user nobody" : "this user")
        + ", who may not enter "
        + folder
        + ": put the interpreter or its virtual environment where every user may read it, such as"
        + " below /opt";
  }

  private static Search unusable(String candidate, @Nullable String why, boolean configured) {
    String detail = why == null ? "" : why.strip();
    return missing(
        "python3", candidate + " cannot be used by an unprivileged user: " + detail, configured);
  }

  /** An interpreter that was asked for by name is the user's own to mend, not a distribution's. */
  private static Search missing(String name, String detail, boolean configured) {
    return new Search(
        null,
        List.of(configured ? Requirement.unpackaged(name, detail) : Requirement.of(name, detail)));
  }
}
