/** The command line: each command in a class of its own. */
package org.caco.pipelines.command;
