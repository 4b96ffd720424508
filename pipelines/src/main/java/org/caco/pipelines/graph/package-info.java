/** The graphs made of transforms, and the settings of their steps as the options have them. */
package org.caco.pipelines.graph;
