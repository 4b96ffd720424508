package org.caco.pipelines.options;

/** Options of {@code doctor}. */
public interface DoctorOptions extends ModelOptions, SandboxOptions, JsonOptions {}
