/** Keeps one of each: drops programs and seeds that repeat another, exactly or nearly. */
package org.caco.transforms.diversity;
