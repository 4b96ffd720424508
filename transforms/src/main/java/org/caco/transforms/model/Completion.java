package org.caco.transforms.model;

import org.caco.transforms.records.ModelCall;

/**
 * What a model answered.
 *
 * @param text the answer, well-formed Unicode, never blank
 * @param reasoning what the model thought before, empty if the server does not tell
 * @param call which call it answers
 */
public record Completion(String text, String reasoning, ModelCall call) {}
