package org.caco.pipelines.options;

/** Options of {@code synthesize}: from seeds to a dataset. */
public interface SynthesizeOptions
    extends SeedOptions,
        OriginalOptions,
        GenerateOptions,
        RowsOptions,
        FilterOptions,
        DecontaminateOptions,
        CheckOptions,
        InstanceOptions,
        CalibrationOptions,
        DatasetOptions,
        ModelOptions,
        GraderOptions,
        OutputOptions {}
