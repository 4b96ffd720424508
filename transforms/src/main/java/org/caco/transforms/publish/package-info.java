/**
 * The output folder as a data set that others load: tables in Parquet, the data set card, and what
 * trainers look for beside them.
 */
@NullMarked
package org.caco.transforms.publish;

import org.jspecify.annotations.NullMarked;
