package org.caco.transforms.model;

import org.caco.transforms.records.ModelCall;

/**
 * What a model answered.
 *
 * @param text the answer, well-formed Unicode, never blank
 * @param call which call it answers
 */
public record Completion(String text, ModelCall call) {}
