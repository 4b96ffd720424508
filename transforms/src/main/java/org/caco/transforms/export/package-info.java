/**
 * Records as JSON lines: dataset rows, training rows, rejections, and samples between pipelines.
 */
@NullMarked
package org.caco.transforms.export;

import org.jspecify.annotations.NullMarked;
