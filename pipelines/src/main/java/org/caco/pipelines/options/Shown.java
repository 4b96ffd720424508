package org.caco.pipelines.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How an option stands in the help. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Shown {
  /** Its place in its group: ascending, and no two alike. */
  int order();

  /** What holds where the option is not set, if Beam's {@code @Default} does not say it. */
  String byDefault() default "";

  /** Whether most users will want it: the short help shows it. */
  boolean daily() default false;
}
