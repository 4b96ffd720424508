package org.caco.transforms.diversity;

/** What of a program is embedded to compare it with others. */
final class ProgramText {
  private ProgramText() {}

  static String of(String code) {
    return NormalisedCode.of(code);
  }
}
