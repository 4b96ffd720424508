package org.caco.pipelines.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The heading of an interface's options, and where it stands in help and in the template's form.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Group {
  /** The heading. */
  String title();

  /** Groups stand in ascending order. */
  int order();
}
