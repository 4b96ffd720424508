package org.caco.sandbox;

import java.util.Map;

/**
 * How far a batch is.
 *
 * @param lines lines written, those of an earlier run included
 * @param resumed how many of them an earlier run had written
 * @param bytesRead of the input
 * @param bytesTotal of the input
 * @param verdicts how many of the lines have each verdict, those of an earlier run included
 */
public record BatchProgress(
    long lines, long resumed, long bytesRead, long bytesTotal, Map<Verdict, Long> verdicts) {

  public BatchProgress {
    verdicts = Map.copyOf(verdicts);
  }
}
