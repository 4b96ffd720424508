/** Solves problems from their text alone. */
package org.caco.transforms.solve;
