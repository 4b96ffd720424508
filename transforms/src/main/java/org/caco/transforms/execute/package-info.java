/** Runs programs in the sandbox. */
package org.caco.transforms.execute;
