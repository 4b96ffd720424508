/** Keeps the problems of benchmarks out of seeds and results. */
package org.caco.transforms.decontaminate;
