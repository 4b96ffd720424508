/** Python as Java sees it: the values of programs, as JSON carries them. */
@NullMarked
package org.caco.python;

import org.jspecify.annotations.NullMarked;
