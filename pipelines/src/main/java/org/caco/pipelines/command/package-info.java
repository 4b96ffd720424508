/** The command line: each command in a class of its own. */
@NullMarked
package org.caco.pipelines.command;

import org.jspecify.annotations.NullMarked;
