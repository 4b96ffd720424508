/** Puts Beam's file system for such paths beside Caco's options. */
@NullMarked
package org.caco.stores.hdfs;

import org.jspecify.annotations.NullMarked;
