package org.caco.grader;

import java.math.BigDecimal;

/** A complex number of about 50 digits. */
record Complex(BigDecimal re, BigDecimal im) {
  static final Complex ZERO = of(BigDecimal.ZERO);
  static final Complex ONE = of(BigDecimal.ONE);
  static final Complex I = new Complex(BigDecimal.ZERO, BigDecimal.ONE);

  /** Exponents beyond this make arithmetic slow without bound. */
  private static final int MAX_SCALE = 100_000;

  Complex {
    re = bounded(re);
    im = bounded(im);
  }

  private static BigDecimal bounded(BigDecimal x) {
    if (Math.abs((long) x.precision() - x.scale()) > MAX_SCALE) {
      if (x.signum() == 0) {
        return BigDecimal.ZERO;
      }
      throw new UndecidableException("number too large");
    }
    return x;
  }

  static Complex of(BigDecimal real) {
    return new Complex(real, BigDecimal.ZERO);
  }

  boolean isReal() {
    return im.signum() == 0;
  }

  boolean isZero() {
    return re.signum() == 0 && im.signum() == 0;
  }

  Complex negate() {
    return new Complex(re.negate(), im.negate());
  }

  Complex plus(Complex that) {
    return new Complex(re.add(that.re, Real.DIGITS), im.add(that.im, Real.DIGITS));
  }

  Complex minus(Complex that) {
    return plus(that.negate());
  }

  Complex times(Complex that) {
    if (isReal() && that.isReal()) {
      return of(re.multiply(that.re, Real.DIGITS));
    }
    return new Complex(
        re.multiply(that.re, Real.DIGITS).subtract(im.multiply(that.im, Real.DIGITS), Real.DIGITS),
        re.multiply(that.im, Real.DIGITS).add(im.multiply(that.re, Real.DIGITS), Real.DIGITS));
  }

  Complex dividedBy(Complex that) {
    if (that.isZero()) {
      throw new UndecidableException("division by zero");
    }
    if (that.isReal()) {
      return new Complex(re.divide(that.re, Real.DIGITS), im.divide(that.re, Real.DIGITS));
    }
    BigDecimal norm = that.squaredSize();
    Complex product = times(new Complex(that.re, that.im.negate()));
    return new Complex(product.re.divide(norm, Real.DIGITS), product.im.divide(norm, Real.DIGITS));
  }

  BigDecimal squaredSize() {
    return re.multiply(re, Real.DIGITS).add(im.multiply(im, Real.DIGITS), Real.DIGITS);
  }

  BigDecimal size(Budget budget) {
    return isReal() ? re.abs() : Real.sqrt(squaredSize(), budget);
  }

  Complex exp(Budget budget) {
    BigDecimal size = Real.exp(re, budget);
    return isReal()
        ? of(size)
        : new Complex(
            size.multiply(Real.cos(im, budget), Real.DIGITS),
            size.multiply(Real.sin(im, budget), Real.DIGITS));
  }

  Complex ln(Budget budget) {
    if (isZero()) {
      throw new UndecidableException("logarithm of zero");
    }
    BigDecimal length = Real.ln(size(budget), budget);
    return isReal() && re.signum() > 0
        ? of(length)
        : new Complex(length, Real.angle(im, re, budget));
  }

  Complex sqrt(Budget budget) {
    if (isReal()) {
      BigDecimal root = Real.sqrt(re.abs(), budget);
      return re.signum() >= 0 ? of(root) : new Complex(BigDecimal.ZERO, root);
    }
    return ln(budget).dividedBy(of(BigDecimal.valueOf(2))).exp(budget);
  }

  Complex power(int exponent, Budget budget) {
    Complex result = ONE;
    Complex square = exponent < 0 ? ONE.dividedBy(this) : this;
    for (int left = Math.abs(exponent); left > 0; left >>= 1) {
      budget.take(4);
      if ((left & 1) == 1) {
        result = result.times(square);
      }
      if (left > 1) {
        square = square.times(square);
      }
    }
    return result;
  }
}
