/**
 * Reading solved problems to start from, in the shapes that they are published in, and choosing
 * among them.
 */
@NullMarked
package org.caco.transforms.seeds;

import org.jspecify.annotations.NullMarked;
