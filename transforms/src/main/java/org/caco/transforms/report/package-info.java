/** What a run did: the funnel of its records, and which run an output directory belongs to. */
@NullMarked
package org.caco.transforms.report;

import org.jspecify.annotations.NullMarked;
