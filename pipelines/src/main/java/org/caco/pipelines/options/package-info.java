/** The options of the pipelines, a group an interface. The same names work on every runner. */
package org.caco.pipelines.options;
