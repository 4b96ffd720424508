package org.caco.transforms.lines;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/**
 * Paths and file patterns of users, on any Beam file system: the one place that says which of both
 * a text is. Beam takes nearly every text for a pattern, also the name of a folder that holds
 * {@code [ ]} or {@code { }}.
 *
 * <p>What is there goes before what it could mean: as much of a pattern as names a file or folder
 * that exists is that name, and only the rest is a pattern. On other than local file systems that
 * holds for names with brackets, braces and backslashes, not for {@code *} and {@code ?}.
 *
 * <p>Lists of patterns have commas between them. A comma within braces, as in {@code {a,b}.jsonl},
 * or in the name of a local file that exists, is none of these.
 */
public final class FileGlobs {
  // As Beam tells them.
  private static final Pattern WITH_SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:/");
  private static final Pattern FILE_SCHEME = Pattern.compile("^(?i:file):(//)?(?=/)");
  // abfs://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH, as Hadoop and Spark write it.
  private static final Pattern AZURE =
      Pattern.compile("^(?:abfss?|wasbs?)://([^/@]+)@([^/.@]+)(?:\\.[^/]*)?(?=/|$)");
  private static final Pattern HOME = Pattern.compile("^~(?=/|$)");
  private static final Pattern WITH_GLOB = Pattern.compile("[*?\\[\\]{}\\\\]");
  private static final Pattern WITH_BRACKET = Pattern.compile("[\\[\\]{}\\\\]");

  /** How often a store is asked for a list that is empty or does not come. */
  private static final int LISTINGS = 3;

  private FileGlobs() {}

  /**
   * The single patterns.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static List<String> split(String globs) {
    String[] parts = globs.split(",", -1);
    List<String> all = new ArrayList<>();
    for (int from = 0, to; from < parts.length; from = to) {
      to = end(parts, from);
      String glob = String.join(",", Arrays.copyOfRange(parts, from, to)).strip();
      if (!glob.isEmpty()) {
        all.add(glob);
      }
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException("No file is named.");
    }
    return all;
  }

  /** Where the pattern ends that begins at {@code from}. */
  private static int end(String[] parts, int from) {
    for (int to = parts.length; to > from + 1; to--) {
      if (exists(String.join(",", Arrays.copyOfRange(parts, from, to)).strip())) {
        return to;
      }
    }
    int open = 0;
    for (int to = from; to < parts.length; to++) {
      open += parts[to].chars().map(c -> c == '{' ? 1 : c == '}' ? -1 : 0).sum();
      if (open <= 0) {
        return to + 1;
      }
    }
    return from + 1;
  }

  private static boolean exists(String path) {
    try {
      return isLocal(path) && Files.exists(Path.of(absolute(path)));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Looks for the files now, so that a launcher can say what is wrong before it starts a job.
   *
   * @throws IllegalArgumentException as {@link #files}
   */
  public static void check(String globs) {
    split(globs).forEach(glob -> files(glob, ""));
  }

  /**
   * The files that one pattern means: those that it matches, and for a folder those of the data set
   * that it holds, as its card or their names say.
   *
   * @param split of data sets, such as {@code test}; empty for {@code train} where there is one,
   *     and else for all
   * @throws IllegalArgumentException with one sentence for a person if there are none, or the place
   *     cannot be looked at
   */
  public static List<Metadata> files(String glob, String split) {
    List<Metadata> files = new ArrayList<>();
    for (Metadata found : match(glob)) {
      if (!found.resourceId().isDirectory()) {
        files.add(found);
        continue;
      }
      try {
        files.addAll(DataFolder.files(found.resourceId().toString(), split));
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "Cannot look into '" + glob + "': " + e.getMessage() + ".", e);
      }
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("No file matches '" + glob + "'.");
    }
    return files;
  }

  /** Whether a path or pattern is one of this machine's files. */
  public static boolean isLocal(String path) {
    return !WITH_SCHEME.matcher(withoutFileScheme(path)).find();
  }

  /**
   * A path or pattern that means the same in processes with another working directory: relative
   * local ones are made absolute, {@code ~} alone or before a slash is the user's home, and those
   * that begin with {@code file:} are paths as others. {@code abfs://CONTAINER@ACCOUNT.HOST/PATH}
   * is {@code azfs://ACCOUNT/CONTAINER/PATH}, as Beam writes it.
   */
  public static String absolute(String glob) {
    String path = AZURE.matcher(withoutFileScheme(glob)).replaceFirst("azfs://$2/$1");
    if (WITH_SCHEME.matcher(path).find() || path.startsWith("/")) {
      return path;
    }
    String home = withoutSlashes(System.getProperty("user.home"));
    return HOME.matcher(path).find()
        ? home + path.substring(1)
        : Path.of(path).toAbsolutePath().normalize().toString();
  }

  /** The path of a folder without the slashes that it may end with. */
  public static String withoutSlashes(String folder) {
    int end = folder.length();
    while (end > 0 && folder.charAt(end - 1) == '/') {
      end--;
    }
    return folder.substring(0, end);
  }

  private static String withoutFileScheme(String path) {
    return FILE_SCHEME.matcher(path).replaceFirst("");
  }

  /** The bytes of one file, which is to be there. The path is no pattern. */
  public static InputStream open(String path) throws IOException {
    return OpenFile.stream(FileSystems.matchNewResource(path, false));
  }

  /**
   * The files in a folder; none where it is not there.
   *
   * @param folder no pattern, whatever is in its name
   * @param pattern of paths below it, such as {@code NAME-*}
   */
  public static List<Metadata> in(String folder, String pattern) throws IOException {
    String base = withoutSlashes(withoutFileScheme(folder));
    if (!isLocal(base)) {
      return remote(base + "/", pattern);
    }
    Path local = Path.of(base.isEmpty() ? "/" : base);
    return Files.isDirectory(local) ? local(local, pattern) : List.of();
  }

  /**
   * The files of one pattern.
   *
   * @throws IllegalArgumentException if the place cannot be looked at
   */
  static List<Metadata> match(String glob) {
    try {
      String path = withoutFileScheme(glob);
      return isLocal(path) ? local(path) : remote(path);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Cannot look for '" + glob + "': it is no pattern (" + e.getDescription() + ").", e);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "Cannot look for '" + glob + "': " + e.getMessage() + ".", e);
    }
  }

  private static List<Metadata> local(String glob) throws IOException {
    Path path = Path.of(glob);
    if (Files.exists(path)) {
      return List.of(metadata(path));
    }
    Path base = Path.of(glob.startsWith("/") ? "/" : "");
    List<String> names = new ArrayList<>(Arrays.asList(glob.split("/+")));
    names.removeIf(String::isEmpty);
    while (names.size() > 1 && Files.isDirectory(base.resolve(names.get(0)))) {
      base = base.resolve(names.remove(0));
    }
    String rest = String.join("/", names);
    return WITH_GLOB.matcher(rest).find() ? local(base, rest) : List.of();
  }

  /** Looks no deeper than the pattern, unlike Beam, which reads all that is below the folder. */
  private static List<Metadata> local(Path base, String pattern) throws IOException {
    PathMatcher matcher = base.getFileSystem().getPathMatcher("glob:" + pattern);
    int depth =
        pattern.contains("**")
            ? Integer.MAX_VALUE
            : 1 + (int) pattern.chars().filter(c -> c == '/').count();
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        base,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && matcher.matches(base.relativize(file))) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // A folder beside the files that may not be read, or a file that is just gone.
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    List<Metadata> files = new ArrayList<>();
    for (Path file : found) {
      files.add(metadata(file));
    }
    return files;
  }

  private static Metadata metadata(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return Metadata.builder()
        .setResourceId(
            FileSystems.matchNewResource(
                file.toAbsolutePath().toString(), attributes.isDirectory()))
        .setSizeBytes(attributes.size())
        .setLastModifiedMillis(attributes.lastModifiedTime().toMillis())
        .setIsReadSeekEfficient(true)
        .build();
  }

  private static List<Metadata> remote(String glob) throws IOException {
    for (int end = glob.length(); end > 0; end = glob.lastIndexOf('/', end - 2) + 1) {
      String literal = glob.substring(0, end);
      if (!WITH_BRACKET.matcher(literal).find()) {
        break;
      }
      List<Metadata> found = remote(literal, glob.substring(end));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return listed(glob);
  }

  /**
   * The files whose name begins with {@code literal} and goes on as {@code pattern} says. File
   * systems differ in how a pattern says that a bracket is one, and agree on what stands for any
   * character.
   */
  private static List<Metadata> remote(String literal, String pattern) throws IOException {
    return listed(WITH_GLOB.matcher(literal).replaceAll("?") + pattern).stream()
        .filter(
            file -> {
              String name = file.resourceId().toString();
              return pattern.isEmpty() ? name.equals(literal) : name.startsWith(literal);
            })
        .toList();
  }

  /**
   * Stores list names, and then ask for each file. If one of them is deleted in between, Beam says
   * of S3 that there is no file at all, and of Azure that the listing has failed: when it is listed
   * again, most likely none is deleted.
   */
  private static List<Metadata> listed(String glob) throws IOException {
    RuntimeException failure = null;
    for (int i = 0; i < LISTINGS; i++) {
      failure = null;
      try {
        List<Metadata> found = FileSystems.match(glob, EmptyMatchTreatment.ALLOW).metadata();
        if (!found.isEmpty()) {
          return found;
        }
      } catch (FileNotFoundException e) {
        return List.of();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    return List.of();
  }
}
