package org.caco.runners.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.flink.translation.types.CoderTypeInformation;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.join.UnionCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.operators.Operator;
import org.apache.flink.api.common.operators.UnaryOperatorInformation;
import org.apache.flink.api.common.operators.base.FlatMapOperatorBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Records of several types that go one way, as Beam's own operators with several outputs have it.
 */
final class TaggedType {
  private TaggedType() {}

  /** Of records of these types, told apart by their numbers. */
  static TypeInformation<?> of(List<TypeInformation<?>> types, PipelineOptions options) {
    return new CoderTypeInformation<>(coder(types), options);
  }

  static Coder<WindowedValue<RawUnionValue>> coder(List<TypeInformation<?>> types) {
    List<Coder<?>> coders = new ArrayList<>();
    for (TypeInformation<?> type : types) {
      Coder<?> coder = ((CoderTypeInformation<?>) type).getCoder();
      coders.add(((WindowedValues.WindowedValueCoder<?>) coder).getValueCoder());
    }
    return WindowedValues.getFullCoder(UnionCoder.of(coders), GlobalWindow.Coder.INSTANCE);
  }

  /** Whether records of this type have no window but the global one. */
  static boolean isGlobal(TypeInformation<?> type) {
    return type instanceof CoderTypeInformation<?> coded
        && coded.getCoder() instanceof WindowedValues.FullWindowedValueCoder<?> coder
        && coder.getWindowCoder().equals(GlobalWindow.Coder.INSTANCE);
  }

  /** An operator that takes those of one type out of what {@code tagged} gives. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static FlatMapOperatorBase<?, ?, ?> reader(
      Operator<?> tagged, ReaderFunction function, TypeInformation<?> type, String name) {
    FlatMapOperatorBase reader =
        new FlatMapOperatorBase(
            function, new UnaryOperatorInformation(PlanGraph.type(tagged), type), name);
    reader.setInput(tagged);
    return reader;
  }
}
