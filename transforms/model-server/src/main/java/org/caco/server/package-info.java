/**
 * A server of the OpenAI protocol for the embedded model, which also commits every fault that
 * clients must survive.
 */
@NullMarked
package org.caco.server;

import org.jspecify.annotations.NullMarked;
