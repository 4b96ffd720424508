/** Rewrites solved problems as programs, and checks that the programs give the known answer. */
package org.caco.transforms.unify;
