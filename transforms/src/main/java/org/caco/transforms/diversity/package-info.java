/** Keeps one of each: drops programs and seeds that repeat another, exactly or nearly. */
@NullMarked
package org.caco.transforms.diversity;

import org.jspecify.annotations.NullMarked;
