package org.caco.pipelines.options;

import org.apache.beam.sdk.options.PipelineOptions;

/** Options of {@code agent}: there are none. */
public interface AgentOptions extends PipelineOptions {}
