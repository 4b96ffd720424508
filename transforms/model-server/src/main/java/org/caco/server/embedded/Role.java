package org.caco.server.embedded;

/** What a request asks of the model, as its prompt's headings tell. */
public enum Role {
  /** Rewrite a worked solution as a program. */
  UNIFY,
  /** Write a new program. */
  CODE,
  /** Write the problem that belongs to a program. */
  PROBLEM,
  /** Solve a problem. */
  SOLVE,
  /** Judge whether problem, solution and program agree. */
  JUDGE
}
