/** Selects a fixed number of records by the hash that their ids are. */
@NullMarked
package org.caco.transforms.select;

import org.jspecify.annotations.NullMarked;
