package org.caco.transforms.text;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.StepResult;
import org.joda.time.Instant;

/**
 * Runs a step's own code on this thread, a bundle of one record at a time, so that its CPU time can
 * be told from that of a runner. Of a step of several transforms it is the one that rejects.
 */
final class OneRecord<I extends Message> {
  private final DoFnInvoker<I, Object> invoker;

  private OneRecord(DoFn<I, Object> fn) {
    this.invoker = DoFnInvokers.tryInvokeSetupFor(fn, PipelineOptionsFactory.create());
  }

  static <I extends Message> OneRecord<I> through(
      PTransform<PCollection<I>, ? extends StepResult<?>> step, Class<I> type) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(Create.empty(ProtoCoder.of(type))).apply("Step", step);
    List<DoFn<?, ?>> found = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(Node node) {
            if (node.getFullName().startsWith("Step/")
                && node.getTransform() instanceof ParDo.MultiOutput<?, ?> parDo
                && parDo.getAdditionalOutputTags().size() == 1) {
              found.add(parDo.getFn());
            }
          }
        });
    @SuppressWarnings("unchecked")
    DoFn<I, Object> fn = (DoFn<I, Object>) found.get(0);
    return new OneRecord<>(fn);
  }

  /** Runs the step; whether it accepted the record. */
  boolean run(I record) {
    Outputs outputs = new Outputs();
    Arguments<I> arguments = new Arguments<>(record, outputs);
    invoker.invokeStartBundle(arguments);
    invoker.invokeProcessElement(arguments);
    invoker.invokeFinishBundle(arguments);
    return outputs.rejections.isEmpty();
  }

  private static final class Outputs implements MultiOutputReceiver {
    private final List<Rejection> rejections = new ArrayList<>();

    void add(Object output) {
      if (output instanceof Rejection rejection) {
        rejections.add(rejection);
      }
    }

    @Override
    public <T> OutputReceiver<T> get(TupleTag<T> tag) {
      return new OutputReceiver<>() {
        @Override
        public OutputBuilder<T> builder(T output) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void output(T output) {
          add(output);
        }

        @Override
        public void outputWithTimestamp(T output, Instant timestamp) {
          add(output);
        }
      };
    }

    @Override
    public <T> OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Arguments<I> extends DoFnInvoker.BaseArgumentProvider<I, Object> {
    private final I record;
    private final Outputs outputs;

    Arguments(I record, Outputs outputs) {
      this.record = record;
      this.outputs = outputs;
    }

    @Override
    public String getErrorContext() {
      return "a bundle of one record";
    }

    @Override
    public I element(DoFn<I, Object> fn) {
      return record;
    }

    @Override
    public Instant timestamp(DoFn<I, Object> fn) {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public BoundedWindow window() {
      return GlobalWindow.INSTANCE;
    }

    @Override
    public MultiOutputReceiver taggedOutputReceiver(DoFn<I, Object> fn) {
      return outputs;
    }

    @Override
    public PipelineOptions pipelineOptions() {
      return PipelineOptionsFactory.create();
    }

    @Override
    public DoFn<I, Object>.FinishBundleContext finishBundleContext(DoFn<I, Object> fn) {
      return fn.new FinishBundleContext() {
        @Override
        public PipelineOptions getPipelineOptions() {
          return PipelineOptionsFactory.create();
        }

        @Override
        public void output(Object output, Instant timestamp, BoundedWindow window) {
          outputs.add(output);
        }

        @Override
        public <T> void output(TupleTag<T> tag, T output, Instant timestamp, BoundedWindow window) {
          outputs.add(output);
        }
      };
    }
  }
}
