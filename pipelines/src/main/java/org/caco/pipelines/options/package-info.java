/**
 * The options of the pipelines, a group an interface. The same names work on every runner. What is
 * to be known of an option stands at its getter: help, checks, the fingerprint of a run, replay and
 * the template's form read it there.
 */
@NullMarked
package org.caco.pipelines.options;

import org.jspecify.annotations.NullMarked;
