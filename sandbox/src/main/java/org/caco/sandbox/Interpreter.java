package org.caco.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A Python that the sandbox can use, and what has to be visible in a jail for it to work.
 *
 * @param executable the real path of the interpreter
 * @param version such as 3.11.2
 * @param folders its own folders, as far as they are not under /usr
 */
record Interpreter(String executable, String version, List<String> folders) {

  private static final String INSPECTION =
      """
      import ctypes, importlib.util, json, os, sys
      have = [m for m in ("sympy", "numpy") if importlib.util.find_spec(m)]
      print(json.dumps({"executable": os.path.realpath(sys.executable),
          "version": list(sys.version_info[:3]), "have": have,
          "folders": [sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable))]
              + [p for p in sys.path if p]}))
      """;

  /** The interpreter to use, or why there is none. */
  record Search(Interpreter found, List<Requirement> missing) {}

  static Search find(String configured) {
    Set<String> candidates = new LinkedHashSet<>();
    if (!configured.isEmpty()) {
      candidates.add(configured);
    } else {
      candidates.add("/usr/bin/python3");
      Executables.onPath("python3").ifPresent(candidates::add);
    }
    List<Requirement> best = List.of(Requirement.of("python3", "no usable python3 was found"));
    for (String candidate : candidates) {
      if (!new File(candidate).canExecute()) {
        continue;
      }
      Search search = inspect(candidate);
      if (search.found() != null) {
        return search;
      }
      if (best.get(0).name().equals("python3")) {
        best = search.missing();
      }
    }
    return new Search(null, best);
  }

  private static Search inspect(String candidate) {
    List<String> command = new ArrayList<>(Executables.dropPrivileges());
    command.addAll(List.of(candidate, "-s", "-B", "-c", INSPECTION));
    Executables.Output output;
    try {
      output = Executables.run(command, 30);
    } catch (IOException e) {
      return unusable(candidate, e.getMessage());
    }
    if (output.exitCode() != 0) {
      return unusable(candidate, output.text());
    }
    try {
      JsonNode answer = Json.MAPPER.readTree(output.text());
      JsonNode version = answer.get("version");
      if (version.get(0).intValue() != 3 || version.get(1).intValue() < 9) {
        return unusable(candidate, "Python 3.9 or later is needed, found " + version);
      }
      List<Requirement> missing = new ArrayList<>();
      Set<String> have = new LinkedHashSet<>();
      answer.get("have").forEach(name -> have.add(name.textValue()));
      for (String module : List.of("sympy", "numpy")) {
        if (!have.contains(module)) {
          missing.add(Requirement.of(module, candidate + " has no module " + module));
        }
      }
      if (!missing.isEmpty()) {
        return new Search(null, missing);
      }
      Set<String> folders = new LinkedHashSet<>();
      for (JsonNode folder : answer.get("folders")) {
        Path path = Path.of(folder.textValue());
        if (!path.startsWith("/usr") && !path.equals(Path.of("/")) && Files.exists(path)) {
          folders.add(path.toString());
        }
      }
      return new Search(
          new Interpreter(
              answer.get("executable").textValue(),
              version.get(0) + "." + version.get(1) + "." + version.get(2),
              List.copyOf(folders)),
          List.of());
    } catch (IOException | RuntimeException e) {
      return unusable(candidate, e.getMessage());
    }
  }

  private static Search unusable(String candidate, String why) {
    String detail = why == null ? "" : why.strip();
    return new Search(
        null,
        List.of(
            Requirement.of(
                "python3", candidate + " cannot be used by an unprivileged user: " + detail)));
  }
}
