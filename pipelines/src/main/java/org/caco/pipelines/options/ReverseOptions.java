package org.caco.pipelines.options;

/** Options of {@code reverse}: from programs to problems with checked solutions. */
public interface ReverseOptions
    extends InputOptions,
        DecontaminateOptions,
        CheckOptions,
        InstanceOptions,
        CalibrationOptions,
        DatasetOptions,
        ModelOptions,
        GraderOptions,
        OutputOptions {}
