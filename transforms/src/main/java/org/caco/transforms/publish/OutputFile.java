package org.caco.transforms.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** A file in an output folder, on any Beam file system. */
final class OutputFile {
  private OutputFile() {}

  /**
   * A file that need not be there.
   *
   * @param name its path in the folder, with slashes
   */
  static ResourceId of(String directory, String name) {
    ResourceId folder = FileSystems.matchNewResource(directory, true);
    int end = name.lastIndexOf('/');
    if (end >= 0) {
      for (String part : name.substring(0, end).split("/", -1)) {
        folder = folder.resolve(part, StandardResolveOptions.RESOLVE_DIRECTORY);
      }
    }
    return folder.resolve(name.substring(end + 1), StandardResolveOptions.RESOLVE_FILE);
  }

  static void write(String directory, String name, String mime, String text) throws IOException {
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(of(directory, name), mime))) {
      out.write(text.getBytes(UTF_8));
    }
  }
}
