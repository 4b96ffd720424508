/** Which input a program's problem is written for, and which tests hold for every reading of it. */
@NullMarked
package org.caco.transforms.input;

import org.jspecify.annotations.NullMarked;
