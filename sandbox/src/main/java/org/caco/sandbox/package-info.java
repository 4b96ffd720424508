/** Runs untrusted Python programs fast and safely. Knows nothing of Beam. */
package org.caco.sandbox;
