/** More from each row at no model cost: tasks, preferences and step labels. */
@NullMarked
package org.caco.transforms.derive;

import org.jspecify.annotations.NullMarked;
