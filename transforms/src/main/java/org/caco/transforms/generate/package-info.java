/** Has a code model write new programs. */
package org.caco.transforms.generate;
