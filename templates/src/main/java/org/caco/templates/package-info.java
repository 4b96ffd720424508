/** The Dataflow Flex Template of {@code synthesize}. */
package org.caco.templates;
