package org.caco.runners.flink;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.functions.AbstractRichFunction;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.util.FunctionUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Several functions as one: what one emits, the next is called with, and nothing is encoded, copied
 * or kept in between.
 *
 * <p>They end in their order, so that what one emits at its end still reaches those behind it.
 */
final class FusedFunction extends AbstractRichFunction
    implements FlatMapFunction<WindowedValue<Object>, WindowedValue<Object>> {
  private static final long serialVersionUID = 1L;

  /**
   * One of the functions.
   *
   * @param function what Flink would have called in an operator of its own
   * @param next the numbers of those that get what it emits
   * @param outputs the numbers of the outputs that get it
   */
  record Part(
      FlatMapFunction<WindowedValue<Object>, WindowedValue<Object>> function,
      List<Integer> next,
      List<Integer> outputs)
      implements Serializable {}

  private final List<Part> parts;
  private final List<Integer> first;
  private final boolean tagged;
  private transient Step @Nullable [] steps;
  private transient @Nullable Collector<WindowedValue<Object>> out;

  /**
   * @param parts each after those that it gets something from
   * @param first the numbers of those that get the input
   * @param tagged whether what goes out is told apart by the number of its output
   */
  FusedFunction(List<Part> parts, List<Integer> first, boolean tagged) {
    this.parts = parts;
    this.first = first;
    this.tagged = tagged;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    Step[] opened = new Step[parts.size()];
    int number = 0;
    try {
      for (; number < opened.length; number++) {
        FlatMapFunction<?, ?> function = parts.get(number).function();
        FunctionUtils.setFunctionRuntimeContext(function, getRuntimeContext());
        FunctionUtils.openFunction(function, context);
        opened[number] = new Step(parts.get(number));
      }
    } catch (Exception e) {
      // Flink does not close what it could not open.
      close(parts.subList(0, number), e);
      throw e;
    }
    steps = opened;
  }

  @Override
  public void open(Configuration parameters) {
    throw new UnsupportedOperationException("Flink 1.19 and later open with a context");
  }

  @Override
  public void flatMap(WindowedValue<Object> value, Collector<WindowedValue<Object>> output)
      throws Exception {
    out = output;
    for (int number : first) {
      requireNonNull(steps)[number].accept(value);
    }
  }

  @Override
  public void close() throws Exception {
    Exception failure = close(parts, null);
    if (failure != null) {
      throw failure;
    }
  }

  /** Closes all of them, and gives the first failure there is, the others within it. */
  private static @Nullable Exception close(List<Part> parts, @Nullable Exception before) {
    Exception failure = before;
    for (Part part : parts) {
      try {
        FunctionUtils.closeFunction(part.function());
      } catch (Exception e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    return failure;
  }

  private void emit(int output, WindowedValue<Object> value) {
    requireNonNull(out)
        .collect(tagged ? value.withValue(new RawUnionValue(output, value.getValue())) : value);
  }

  /** Takes what goes to a function and what it emits. */
  private final class Step implements Collector<WindowedValue<Object>> {
    private final Part part;

    Step(Part part) {
      this.part = part;
    }

    void accept(WindowedValue<Object> value) throws Exception {
      part.function().flatMap(value, this);
    }

    @Override
    public void collect(WindowedValue<Object> value) {
      for (int output : part.outputs()) {
        emit(output, value);
      }
      for (int number : part.next()) {
        try {
          requireNonNull(steps)[number].accept(value);
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }

    @Override
    public void close() {}
  }
}
