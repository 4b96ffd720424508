/** Rewrites solved problems as programs, and checks that the programs give the known answer. */
@NullMarked
package org.caco.transforms.unify;

import org.jspecify.annotations.NullMarked;
