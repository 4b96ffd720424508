/**
 * The embedded model: rule-based, offline and deterministic, behind the OpenAI protocol. It makes
 * every branch of the graph work on a laptop. What it writes is for trying out and testing, not for
 * training.
 */
@NullMarked
package org.caco.server.embedded;

import org.jspecify.annotations.NullMarked;
