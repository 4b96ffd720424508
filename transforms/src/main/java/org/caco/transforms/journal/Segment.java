package org.caco.transforms.journal;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * A segment, its place in the order, and what is known of it. One that may be merged tells by its
 * name who wrote its responses, and which of the writer's flushes it has: {@code
 * responses-WRITER-FIRST-LAST-RANDOM.zj}.
 */
final class Segment {
  /**
   * The order in which segments count: that of the writers' names, and of one writer's flushes. A
   * merge takes flushes of one writer that follow each other, and so leaves it as it is.
   */
  static final Comparator<Segment> ORDER =
      Comparator.comparing((Segment segment) -> segment.writer)
          .thenComparingLong(segment -> segment.first)
          .thenComparingLong(segment -> segment.last)
          .thenComparing(segment -> segment.name);

  private static final Pattern NAME =
      Pattern.compile("responses-(.+)-(\\d{1,18})-(\\d{1,18})-[0-9a-f]{16}\\.zj");

  private final ResourceId file;
  private final String name;
  private final String writer;
  private final long first;
  private final long last;

  // Of the catalogue, and under its lock.
  int number;
  int blocks;
  int located;
  boolean leaving;
  volatile boolean gone;

  /** Where blocks begin that cannot be read. */
  final Set<Long> lost = new HashSet<>(0);

  /** Whether it is being written by this process, and grows. */
  volatile boolean own;

  // Of whoever looks through the directory, one thread at a time. Merges read it.
  volatile long end;
  volatile long size = -1;
  volatile int responses;
  volatile boolean whole;
  volatile boolean damaged;

  Segment(ResourceId file) {
    this.file = file;
    name = nameOf(file);
    Matcher matcher = NAME.matcher(name);
    if (matcher.matches()) {
      writer = matcher.group(1);
      first = Long.parseLong(matcher.group(2));
      last = Long.parseLong(matcher.group(3));
    } else {
      writer = name.replaceFirst("^responses-", "").replaceFirst("\\.zj$", "");
      first = 0;
      last = 0;
    }
  }

  /** What tells the files of a directory apart, however the directory is written. */
  static String nameOf(ResourceId file) {
    return String.valueOf(file.getFilename());
  }

  ResourceId file() {
    return file;
  }

  /** Takes note that its writer, in this process, has ended it. */
  void endsAt(long length, int responses) {
    end = length;
    size = length;
    this.responses = responses;
    whole = true;
  }

  String writer() {
    return writer;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  /**
   * Whether a response that both have may have come here by a merge. So it may where they have the
   * same flushes, which were merged twice.
   */
  boolean covers(Segment other) {
    return writer.equals(other.writer)
        && first <= other.first
        && last >= other.last
        && this != other;
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
