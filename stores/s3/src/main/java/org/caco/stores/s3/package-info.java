/** Puts Beam's file system for such paths beside Caco's options. */
@NullMarked
package org.caco.stores.s3;

import org.jspecify.annotations.NullMarked;
