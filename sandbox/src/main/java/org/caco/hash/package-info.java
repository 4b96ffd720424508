/** Ids that are hashes of content. */
@NullMarked
package org.caco.hash;

import org.jspecify.annotations.NullMarked;
