/**
 * Text that nobody vouches for: patterns that scan it in linear time, and a form to print it in.
 */
@org.jspecify.annotations.NullMarked
package org.caco.text;
