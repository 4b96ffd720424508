package org.caco.pipelines.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the option of a file or folder. A relative one is made absolute when it is read, and {@code
 * ~} is the user's home: workers run in other folders than the launcher, and a replay may be
 * started in another.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface FilePath {
  /** Whether it may be several globs, separated by commas. */
  boolean globs() default false;

  /** Whether it is a program, whose bare name is looked up on the {@code PATH}. */
  boolean program() default false;

  /** A value that is no path. */
  String or() default "";
}
