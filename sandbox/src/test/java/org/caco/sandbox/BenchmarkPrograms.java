package org.caco.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Programs like those that models write, the same ones every time. */
final class BenchmarkPrograms {
  private static final List<String> LIGHT =
      List.of(
          """
          input = {"price": %1$d, "count": %2$d, "discount": 0.%3$d}

          def total_cost(price, count, discount):
              \"""Cost after a discount.\"""
              full = price * count
              reduced = full * (1 - discount)
              return round(reduced, 2)

          output = total_cost(**input)
          print(output)
          """,
          """
          from fractions import Fraction
          from math import gcd
          input = {"a": %1$d, "b": %2$d, "terms": %3$d}

          def f(a, b, terms):
              total = Fraction(0)
              for i in range(1, terms + 1):
                  total += Fraction(a, b * i)
              return total

          output = f(**input)
          print(output)
          """,
          """
          import math
          input = {"limit": %1$d0, "k": %3$d}

          def count_primes(limit, k):
              sieve = [True] * (limit + 1)
              sieve[0:2] = [False, False]
              for p in range(2, math.isqrt(limit) + 1):
                  if sieve[p]:
                      for m in range(p * p, limit + 1, p):
                          sieve[m] = False
              return sum(1 for i, s in enumerate(sieve) if s and i %% k == 1)

          output = count_primes(**input)
          print(output)
          """,
          """
          from itertools import combinations
          input = {"values": [3, %1$d, 9, %2$d, 14, %3$d, 21, 30], "target": %1$d}

          def subsets(values, target):
              found = []
              for size in range(1, 4):
                  for group in combinations(sorted(values), size):
                      if sum(group) == target:
                          found.append(list(group))
              return {"count": len(found), "first": found[0] if found else None}

          output = subsets(**input)
          print(output)
          """);

  private static final List<String> SYMPY =
      List.of(
          "solve(a*x**2 - b*x - c, x)",
          "diff(sin(a*x)*exp(b*x), x)",
          "integrate(a*x**2 + b*x + c, (x, 0, 2))",
          "simplify((x**2 - a**2)/(x - a)) + Rational(b, c)",
          "factor(expand((x + a)*(x - b)*(x + c)))",
          "Matrix([[a, b], [c, 1]]).det()",
          "factorint(a * b * c)");

  private BenchmarkPrograms() {}

  /** So many programs, 21 of each 100 with sympy. */
  static List<String> mix(int count) {
    Random random = new Random(7);
    List<String> programs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int a = 2 + random.nextInt(88);
      int b = 2 + random.nextInt(38);
      int c = 2 + random.nextInt(7);
      boolean heavy = i * 21 % 100 < 21;
      programs.add(
          heavy
              ? sympy(a, b, c, SYMPY.get(random.nextInt(SYMPY.size())))
              : String.format(LIGHT.get(random.nextInt(LIGHT.size())), a, b, c));
    }
    return programs;
  }

  private static String sympy(int a, int b, int c, String expression) {
    return String.format(
        """
        from sympy import (Matrix, Rational, diff, exp, expand, factor, factorint, integrate,
                           simplify, sin, solve, symbols)
        input = {"a": %1$d, "b": %2$d, "c": %3$d}

        def f(a, b, c):
            x = symbols("x")
            return %4$s

        output = f(**input)
        print(output)
        """,
        a, b, c, expression);
  }
}
