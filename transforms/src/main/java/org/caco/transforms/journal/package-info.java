/** The journal of model responses, so that nothing is paid for twice. */
package org.caco.transforms.journal;
