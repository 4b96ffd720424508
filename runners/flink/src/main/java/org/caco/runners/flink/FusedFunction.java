package org.caco.runners.flink;

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
   * @param function null for one that passes on what it gets
   * @param next the numbers of those that get what it emits
   * @param outputs the numbers of the outputs that get it
   */
  record Part(
      FlatMapFunction<WindowedValue<Object>, WindowedValue<Object>> function,
      int[] next,
      int[] outputs)
      implements Serializable {}

  private final List<Part> parts;
  private final int[] first;
  private final boolean tagged;
  private transient Step[] steps;
  private transient Collector<WindowedValue<Object>> out;

  /**
   * @param parts each after those that it gets something from
   * @param first the numbers of those that get the input
   * @param tagged whether what goes out is told apart by the number of its output
   */
  FusedFunction(List<Part> parts, int[] first, boolean tagged) {
    this.parts = parts;
    this.first = first;
    this.tagged = tagged;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    steps = new Step[parts.size()];
    for (int i = 0; i < steps.length; i++) {
      FlatMapFunction<?, ?> function = parts.get(i).function();
      FunctionUtils.setFunctionRuntimeContext(function, getRuntimeContext());
      FunctionUtils.openFunction(function, context);
      steps[i] = new Step(parts.get(i));
    }
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
      steps[number].accept(value);
    }
  }

  @Override
  public void close() throws Exception {
    Exception failure = null;
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
    if (failure != null) {
      throw failure;
    }
  }

  private void emit(int output, WindowedValue<Object> value) {
    out.collect(
        tagged ? value.withValue(new RawUnionValue(output, value.getValue())) : value);
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
          steps[number].accept(value);
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
