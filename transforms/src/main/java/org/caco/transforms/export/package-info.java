/**
 * Records as JSON lines: dataset rows, training rows, rejections, and samples between pipelines.
 */
package org.caco.transforms.export;
