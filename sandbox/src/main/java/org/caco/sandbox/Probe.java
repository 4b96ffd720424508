package org.caco.sandbox;

/**
 * One attack of the sandbox on itself.
 *
 * @param name in snake case
 * @param attempt what was tried
 * @param blocked whether it failed, as it must
 * @param evidence what was seen
 */
public record Probe(String name, String attempt, boolean blocked, String evidence) {}
