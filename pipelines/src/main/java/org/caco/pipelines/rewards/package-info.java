/** Rewards as a service: grades answers, runs programs and gives problems over HTTP. */
@NullMarked
package org.caco.pipelines.rewards;

import org.jspecify.annotations.NullMarked;
