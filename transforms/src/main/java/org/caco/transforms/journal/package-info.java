/** The journal of model responses, so that nothing is paid for twice. */
@NullMarked
package org.caco.transforms.journal;

import org.jspecify.annotations.NullMarked;
