package org.caco.python;

import java.math.BigInteger;
import java.util.Locale;

/** The types that JSON lacks: each is an object with one key, which names it. */
enum Tag {
  INT,
  FLOAT,
  COMPLEX,
  FRACTION,
  DECIMAL,
  BYTES,
  TUPLE,
  SET,
  DICT,
  OBJECT;

  /** What begins every key that is a tag. */
  static final String SIGN = "$";

  /** The key after {@link #OBJECT}, with what {@code str} gives. */
  static final String TEXT = "text";

  /** A larger integer is not exact in every reader of JSON, so that it is tagged. */
  static final BigInteger MAX_EXACT = BigInteger.TWO.pow(53);

  private final String key = SIGN + name().toLowerCase(Locale.ROOT);

  String key() {
    return key;
  }
}
