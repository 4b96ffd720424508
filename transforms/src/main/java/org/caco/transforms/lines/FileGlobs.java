package org.caco.transforms.lines;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;

/** File patterns separated by commas. A comma within braces, as in {@code {a,b}.jsonl}, is kept. */
public final class FileGlobs {
  private static final Pattern WITH_SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:");
  private static final Pattern FILE_SCHEME = Pattern.compile("^(?i:file):(//)?(?=/)");
  private static final Pattern WITH_GLOB = Pattern.compile("[*?\\[\\]{}\\\\]");

  private FileGlobs() {}

  /**
   * The single patterns.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static List<String> split(String globs) {
    List<String> all =
        Arrays.stream(globs.split(",(?![^{]*\\})", -1))
            .map(String::strip)
            .filter(glob -> !glob.isEmpty())
            .toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("No file is named.");
    }
    return all;
  }

  /**
   * Looks for the files now, so that a launcher can say what is wrong before it starts a job.
   *
   * @throws IllegalArgumentException with one sentence for a person if a pattern matches no file,
   *     or the place cannot be looked at
   */
  public static void check(String globs) {
    for (String glob : split(globs)) {
      List<MatchResult.Metadata> found = match(glob);
      if (found.isEmpty()) {
        throw new IllegalArgumentException("No file matches '" + glob + "'.");
      }
      if (found.stream().allMatch(file -> file.resourceId().isDirectory())) {
        throw new IllegalArgumentException(
            String.format(
                "'%s' is a directory: name the files in it, as in '%s/*.jsonl'.",
                glob, glob.replaceAll("/+$", "")));
      }
    }
  }

  /**
   * A pattern that means the same in processes with another working directory: relative local ones
   * are made absolute, and those that begin with {@code file:} are paths as others.
   */
  public static String absolute(String glob) {
    String path = FILE_SCHEME.matcher(glob).replaceFirst("");
    return WITH_SCHEME.matcher(path).find() || path.startsWith("/")
        ? path
        : Path.of(path).toAbsolutePath().normalize().toString();
  }

  /** The bytes of one file, which is to be there. */
  public static InputStream open(String path) throws IOException {
    return Channels.newInputStream(
        FileSystems.open(FileSystems.matchSingleFileSpec(path).resourceId()));
  }

  /**
   * The files of one pattern.
   *
   * @throws IllegalArgumentException if the place cannot be looked at
   */
  static List<MatchResult.Metadata> match(String glob) {
    // Beam looks for a file that is not there in all folders below its own.
    if (!WITH_SCHEME.matcher(glob).find()
        && !WITH_GLOB.matcher(glob).find()
        && !Files.exists(Path.of(glob))) {
      return List.of();
    }
    try {
      return FileSystems.match(glob, EmptyMatchTreatment.ALLOW).metadata();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot look for '" + glob + "': " + e.getMessage() + ".", e);
    }
  }
}
