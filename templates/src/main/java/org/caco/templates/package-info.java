/** The Dataflow Flex Template of {@code synthesize}. */
@NullMarked
package org.caco.templates;

import org.jspecify.annotations.NullMarked;
