package org.caco.pipelines.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the option of a file or folder. A relative one is made absolute when it is read: workers
 * run in other folders than the launcher, and a replay may be started in another.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface FilePath {
  /** Whether it may be several globs, separated by commas. */
  boolean globs() default false;
}
