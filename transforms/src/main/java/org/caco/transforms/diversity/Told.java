package org.caco.transforms.diversity;

import java.io.Serializable;
import org.apache.beam.sdk.transforms.SerializableFunction;

/**
 * What a step has to know of records to compare them.
 *
 * @param step the step's name, for rejections and metrics
 * @param text what is compared
 * @param id what a rejection calls the record that stays
 * @param rank of records with the same text, the one with the smallest stays
 */
record Told<T>(
    String step,
    SerializableFunction<T, String> text,
    SerializableFunction<T, String> id,
    SerializableFunction<T, String> rank)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
