/** Reading solved problems to start from, in four published shapes, and choosing among them. */
package org.caco.transforms.seeds;
