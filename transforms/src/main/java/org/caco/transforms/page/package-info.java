/** The report of a run as a page that a browser shows without a network. */
@NullMarked
package org.caco.transforms.page;

import org.jspecify.annotations.NullMarked;
