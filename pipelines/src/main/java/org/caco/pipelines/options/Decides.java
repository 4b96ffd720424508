package org.caco.pipelines.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the value of an option decides. The fingerprint of a run's configuration, the notes in its
 * output folder and {@code replay} go by it. Without it, {@link Kind#RESULTS_HERE} holds.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Decides {
  /** The one kind that applies. */
  Kind value();

  /** The kinds of options. */
  enum Kind {
    /**
     * The results, as a number or a name and no more: {@code replay} takes it from a run's notes.
     */
    RESULTS,
    /**
     * The results, by what this machine executes, reads or forbids: {@code replay} takes it from
     * its own command line only, and asks for it where the run's notes have another value.
     */
    RESULTS_HERE,
    /** How fast the run goes, what it costs and where its files are. It is noted all the same. */
    RUN,
    /** Where requests are sent and by what right. It is noted nowhere. */
    ACCESS
  }
}
