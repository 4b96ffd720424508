package org.caco.transforms.lines;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.caco.text.LowerCase;

/** Tells by their first bytes the files that are no rows, and says what to do about them. */
final class ForeignFile {
  /** Beginnings of files that are not read, and what they are. */
  private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

  static {
    String arrow = "an Arrow file: save it as Parquet";
    BEGINNINGS.put("ARROW1", arrow);
    // So begins a stream, as the library datasets saves it.
    BEGINNINGS.put("\u00ff\u00ff\u00ff\u00ff", arrow);
    BEGINNINGS.put("PARE", "an encrypted Parquet file: save it without encryption");
    BEGINNINGS.put("ORC", "an ORC file: save it as Parquet");
    BEGINNINGS.put("Obj\u0001", "an Avro file: save it as Parquet");
    BEGINNINGS.put(
        "PK\u0003\u0004", "a ZIP archive or a spreadsheet: unpack it, or save it as CSV");
    BEGINNINGS.put("\u00d0\u00cf\u0011\u00e0", "an old Office file: save it as CSV");
    BEGINNINGS.put("SQLite format 3", "an SQLite database: export the table as CSV");
    BEGINNINGS.put("version https://git-lfs", "a Git LFS pointer: fetch the file by git lfs pull");
    BEGINNINGS.put("\u00fd7zXZ", "packed by xz: unpack it, or pack it by gzip or zstd");
    BEGINNINGS.put("7z\u00bc\u00af", "a 7z archive: unpack it");
    BEGINNINGS.put("Rar!", "a RAR archive: unpack it");
    BEGINNINGS.put("\u0004\"M\u0018", "packed by lz4: unpack it, or pack it by gzip or zstd");
    BEGINNINGS.put("\u0089HDF", "an HDF5 file: save it as Parquet");
    BEGINNINGS.put("\u0093NUMPY", "a NumPy file: save it as Parquet");
    BEGINNINGS.put("%PDF", "a PDF");
    String utf16 = "text in UTF-16: save it in UTF-8";
    BEGINNINGS.put("\u00ff\u00fe", utf16);
    BEGINNINGS.put("\u00fe\u00ff", utf16);
    for (char protocol = 2; protocol <= 5; protocol++) {
      BEGINNINGS.put(
          "\u0080" + protocol, "a Python pickle, which is never opened: save it as Parquet");
    }
  }

  /** Beginnings of text, in small letters and after white space. */
  private static final Map<String, String> MARKUP =
      Map.of(
          "<!doctype", "a web page: name the data file itself",
          "<html", "a web page: name the data file itself",
          "<?xml", "XML: save it as JSON lines or CSV");

  /** Where a tar archive has its mark. */
  private static final int TAR_MARK = 257;

  /** Text has no zero bytes, not even where lines of it are broken. */
  private static final int LOOKED_AT = 1_000;

  private ForeignFile() {}

  /**
   * What a file is that holds no rows; empty where it may hold some.
   *
   * @param head its first bytes, unpacked if need be, each as a character
   */
  static Optional<String> name(String head) {
    for (Map.Entry<String, String> foreign : BEGINNINGS.entrySet()) {
      if (head.startsWith(foreign.getKey())) {
        return Optional.of(foreign.getValue());
      }
    }
    if (head.startsWith("ustar", TAR_MARK)) {
      return Optional.of("a tar archive: unpack it");
    }
    String text = head.substring(0, Math.min(head.length(), LOOKED_AT));
    String markup = LowerCase.of(text.stripLeading());
    for (Map.Entry<String, String> foreign : MARKUP.entrySet()) {
      if (markup.startsWith(foreign.getKey())) {
        return Optional.of(foreign.getValue());
      }
    }
    if (isUtf16(text)) {
      return Optional.of("text in UTF-16: save it in UTF-8");
    }
    boolean json = text.startsWith("{") || text.startsWith("[");
    return text.indexOf('\0') >= 0 && !json
        ? Optional.of(
            "a binary file of a kind that is not read: save it as Parquet, JSON lines or CSV")
        : Optional.empty();
  }

  /** Whether every other one of the first bytes is zero. */
  private static boolean isUtf16(String text) {
    if (text.length() < 4) {
      return false;
    }
    boolean little = text.charAt(1) == 0 && text.charAt(3) == 0;
    boolean big = text.charAt(0) == 0 && text.charAt(2) == 0;
    return (little && text.charAt(0) != 0 && text.charAt(2) != 0)
        || (big && text.charAt(1) != 0 && text.charAt(3) != 0);
  }
}
