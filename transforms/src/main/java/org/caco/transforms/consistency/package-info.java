/** Checks that problem, solution and program agree. */
package org.caco.transforms.consistency;
