/** Runs untrusted Python programs fast and safely. Knows nothing of Beam. */
@NullMarked
package org.caco.sandbox;

import org.jspecify.annotations.NullMarked;
