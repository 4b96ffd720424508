/** Keeps the problems of benchmarks out of seeds and results. */
@NullMarked
package org.caco.transforms.decontaminate;

import org.jspecify.annotations.NullMarked;
