/** Ids that are hashes of content. */
package org.caco.hash;
