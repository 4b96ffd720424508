/** What all steps share: two outputs, rejections with a reason, metrics and shared resources. */
@NullMarked
package org.caco.transforms.step;

import org.jspecify.annotations.NullMarked;
