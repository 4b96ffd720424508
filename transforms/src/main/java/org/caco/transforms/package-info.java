/** The steps of the synthesis, a package each, and the records that pass between them. */
package org.caco.transforms;
