/** Writes the natural-language problem that belongs to a program. */
package org.caco.transforms.problem;
