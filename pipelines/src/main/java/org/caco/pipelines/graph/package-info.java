/** The graphs made of transforms, and the settings of their steps as the options have them. */
@NullMarked
package org.caco.pipelines.graph;

import org.jspecify.annotations.NullMarked;
