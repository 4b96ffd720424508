package org.caco.transforms.seeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileSystems;
import org.caco.transforms.lines.FileGlobs;

/** Looks into files before a run. */
final class FirstRows {
  private static final int MAX_BYTES = 4 << 20;
  private static final String GLOB = "*?[]{}\\";

  private FirstRows() {}

  /** The first files that the patterns match, each once. */
  static List<String> files(String globs, int most) throws IOException {
    List<String> files = new ArrayList<>();
    for (String glob : FileGlobs.split(globs)) {
      String path = FileGlobs.absolute(glob);
      int pattern = 0;
      while (pattern < path.length() && GLOB.indexOf(path.charAt(pattern)) < 0) {
        pattern++;
      }
      boolean isFile = FileGlobs.isLocal(path) && Files.isRegularFile(Path.of(path));
      if (isFile || pattern == path.length()) {
        files.add(path);
      } else {
        int folder = path.lastIndexOf('/', pattern);
        FileGlobs.in(path.substring(0, folder), path.substring(folder + 1))
            .forEach(file -> files.add(file.resourceId().toString()));
      }
    }
    return files.stream().distinct().limit(most).toList();
  }

  /** The first lines of a file that are not blank, of those that end within its first 4 MiB. */
  static List<String> of(String file, int most) throws IOException {
    Compression compression = Compression.detect(file);
    byte[] bytes;
    try (InputStream in =
        Channels.newInputStream(
            compression.readDecompressed(
                FileSystems.open(FileSystems.matchNewResource(file, false))))) {
      bytes = in.readNBytes(MAX_BYTES);
    }
    String text = new String(bytes, UTF_8);
    boolean whole = bytes.length < MAX_BYTES;
    int end = whole ? text.length() : text.lastIndexOf('\n') + 1;
    return text.substring(text.startsWith("\ufeff") ? 1 : 0, end)
        .lines()
        .filter(line -> !line.isBlank())
        .limit(most)
        .toList();
  }
}
