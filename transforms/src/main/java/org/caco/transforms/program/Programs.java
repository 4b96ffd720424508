package org.caco.transforms.program;

import org.caco.hash.ContentHash;
import org.caco.transforms.model.Completion;
import org.caco.transforms.records.Program;

/** Makes program records. */
public final class Programs {
  private Programs() {}

  /**
   * The program in a completion. Its id is the hash of its code.
   *
   * @throws org.caco.transforms.step.RejectedException as {@link Reply#program}
   */
  public static Program.Builder of(Completion completion) {
    String code = Reply.program(completion.text());
    return Program.newBuilder()
        .setId(ContentHash.of("program", code))
        .setCode(code)
        .setCall(completion.call());
  }
}
