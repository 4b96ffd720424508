/** Reading records from text files, one a line, with bounded memory and a place for every line. */
package org.caco.transforms.lines;
