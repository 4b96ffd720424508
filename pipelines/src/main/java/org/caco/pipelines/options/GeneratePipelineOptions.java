package org.caco.pipelines.options;

/** Options of {@code generate}: from seed programs to new, filtered programs. */
public interface GeneratePipelineOptions
    extends InputOptions,
        GenerateOptions,
        FilterOptions,
        ModelOptions,
        WorkerOptions,
        OutputOptions {}
