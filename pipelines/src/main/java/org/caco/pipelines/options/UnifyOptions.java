package org.caco.pipelines.options;

/** Options of {@code unify}: from seeds to verified seed programs. */
public interface UnifyOptions
    extends SeedOptions,
        FilterOptions,
        DecontaminateOptions,
        ModelOptions,
        GraderOptions,
        OutputOptions {}
