package org.caco.pipelines.run;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Folders that a command has made, so that it can take them back if it is refused. */
public final class MadeFolders {
  private final Deque<Path> made;

  private MadeFolders(Deque<Path> made) {
    this.made = made;
  }

  /** Makes a folder on the local file system, and those above it, where there is none. */
  public static MadeFolders make(Path folder) throws IOException {
    Deque<Path> made = new ArrayDeque<>();
    Path missing = folder.toAbsolutePath();
    while (missing != null && !Files.exists(missing)) {
      made.addLast(missing);
      missing = missing.getParent();
    }
    Files.createDirectories(folder);
    return new MadeFolders(made);
  }

  /** Removes those that are empty. */
  public void removeEmpty() {
    try {
      for (Path folder : made) {
        Files.deleteIfExists(folder);
      }
    } catch (DirectoryNotEmptyException e) {
      // Something is kept there, and so are the folders above it.
    } catch (IOException e) {
      // An empty folder too many is no reason to say another thing than why the command is refused.
    }
  }
}
