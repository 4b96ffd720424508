/**
 * Calls of language models: one client for OpenAI-compatible endpoints, and {@link
 * org.caco.transforms.model.GenerateText}, the one transform through which every role calls a
 * model.
 */
@NullMarked
package org.caco.transforms.model;

import org.jspecify.annotations.NullMarked;
