/** What stands in a model's reply, however it is wrapped: values in JSON, problems, solutions. */
@NullMarked
package org.caco.transforms.reply;

import org.jspecify.annotations.NullMarked;
