/** Programs in the unified form, as models write them. */
package org.caco.transforms.program;
