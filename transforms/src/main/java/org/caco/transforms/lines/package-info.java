/** Reading records from text files, one a line, with bounded memory and a place for every line. */
@NullMarked
package org.caco.transforms.lines;

import org.jspecify.annotations.NullMarked;
