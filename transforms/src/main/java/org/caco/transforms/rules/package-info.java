/** Rules that a program must keep. */
package org.caco.transforms.rules;
