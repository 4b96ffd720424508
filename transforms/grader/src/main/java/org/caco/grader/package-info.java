/**
 * The answer grader: finds the final answer in a solution text and decides whether two answers, or
 * a program's output and an answer, are the same. Plain Java: nothing here knows of Beam.
 *
 * <p>{@link org.caco.grader.AnswerGrader} is the way in.
 */
@NullMarked
package org.caco.grader;

import org.jspecify.annotations.NullMarked;
