package org.caco.pipelines.options;

/** Options of {@code calibrate}: planted mistakes through the checks. */
public interface CalibrateOptions
    extends SeedOptions,
        FilterOptions,
        DecontaminateOptions,
        CheckOptions,
        CalibrationOptions,
        ModelOptions,
        WorkerOptions {}
