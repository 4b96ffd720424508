/** Reading solved problems to start from, in four published shapes, and choosing among them. */
@NullMarked
package org.caco.transforms.seeds;

import org.jspecify.annotations.NullMarked;
