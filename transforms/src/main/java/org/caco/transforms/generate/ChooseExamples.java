package org.caco.transforms.generate;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;

/**
 * Plans the samples that are to be drawn from the code model, each with the seed programs that the
 * model is shown.
 *
 * <p>The S seed programs are ranked by their ids, which are hashes of their content. Sample i is
 * shown the program of rank i mod S first, and in round i / S a further one at a distance that the
 * hash of the round gives. So in every S samples each program is shown as often as any other, and
 * rounds make other pairs. Ranks are the only thing computed in one place.
 *
 * <p>Input: samples with programs; of those with the same program id one counts, the same one
 * whatever their order. Output: exactly as many samples as asked for, with their positions and
 * examples and no program; none where there are no seed programs to show.
 *
 * <p>A retried bundle repeats nothing outside. Not for many millions of seed programs: their ranks
 * are counted by one worker, which holds all ids.
 *
 * <pre>{@code
 * PCollection<Sample> plan = seedPrograms.apply(ChooseExamples.of(10_000, 2));
 * }</pre>
 */
public final class ChooseExamples extends PTransform<PCollection<Sample>, PCollection<Sample>> {
  private static final long serialVersionUID = 1L;

  private final long programs;
  private final int examples;

  private ChooseExamples(long programs, int examples) {
    this.programs = programs;
    this.examples = examples;
  }

  /**
   * Plans {@code programs} samples with {@code examples} seed programs each, or with none at all
   * where {@code examples} is 0. Where there are fewer seed programs than that, all are shown.
   *
   * @throws IllegalArgumentException if either is negative
   */
  public static ChooseExamples of(long programs, int examples) {
    if (programs < 0 || examples < 0) {
      throw new IllegalArgumentException(
          "programs and examples cannot be negative: " + programs + ", " + examples);
    }
    return new ChooseExamples(programs, examples);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("programs", programs)).add(DisplayData.item("examples", examples));
  }

  @Override
  public PCollection<Sample> expand(PCollection<Sample> seedPrograms) {
    if (examples == 0) {
      return seedPrograms
          .getPipeline()
          .apply("Number", GenerateSequence.from(0).to(programs))
          .apply(
              "Plan",
              MapElements.into(TypeDescriptor.of(Sample.class))
                  .via(index -> plan(index, List.of())));
    }
    PCollection<KV<String, Program>> byId =
        seedPrograms
            .apply(
                "Program",
                MapElements.into(TypeDescriptor.of(Program.class)).via(Sample::getProgram))
            .apply("KeyById", WithKeys.of(Program::getId).withKeyType(TypeDescriptors.strings()));
    PCollection<KV<String, KV<Long, Long>>> ranks =
        byId.apply(
                "Id",
                MapElements.into(
                        TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptors.strings()))
                    .via(program -> KV.of("", program.getKey())))
            .apply("GroupIds", GroupByKey.create())
            .apply("Rank", ParDo.of(new RankFn()));
    TupleTag<Program> programTag = new TupleTag<>() {};
    TupleTag<KV<Long, Long>> rankTag = new TupleTag<>() {};
    return KeyedPCollectionTuple.of(programTag, byId)
        .and(rankTag, ranks)
        .apply("JoinRank", CoGroupByKey.create())
        .apply("Assign", ParDo.of(new AssignFn(programs, examples, programTag, rankTag)))
        .setCoder(
            KvCoder.of(
                VarLongCoder.of(), KvCoder.of(VarIntCoder.of(), ProtoCoder.of(Program.class))))
        .apply("GroupExamples", GroupByKey.create())
        .apply(
            "Plan",
            MapElements.into(TypeDescriptor.of(Sample.class))
                .via(sample -> plan(sample.getKey(), inOrder(sample.getValue()))));
  }

  private static List<Program> inOrder(Iterable<KV<Integer, Program>> examples) {
    List<KV<Integer, Program>> sorted = new ArrayList<>();
    examples.forEach(sorted::add);
    sorted.sort(Comparator.comparing(KV::getKey));
    return sorted.stream().map(KV::getValue).toList();
  }

  private static Sample plan(long index, List<Program> examples) {
    return Sample.newBuilder().setPosition(index + 1).addAllExamples(examples).build();
  }

  /** Gives each id its rank and the number of ids. */
  private static final class RankFn
      extends DoFn<KV<String, Iterable<String>>, KV<String, KV<Long, Long>>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<String>> group,
        OutputReceiver<KV<String, KV<Long, Long>>> output) {
      NavigableSet<String> ids = new TreeSet<>();
      group.getValue().forEach(ids::add);
      long rank = 0;
      for (String id : ids) {
        output.output(KV.of(id, KV.of(rank++, (long) ids.size())));
      }
    }
  }

  /** Sends each program to the samples that show it, with its place among their examples. */
  private static final class AssignFn
      extends DoFn<KV<String, CoGbkResult>, KV<Long, KV<Integer, Program>>> {
    private static final long serialVersionUID = 1L;

    private static final Comparator<ByteString> BY_BYTES =
        ByteString.unsignedLexicographicalComparator();

    private final long programs;
    private final int examples;
    private final TupleTag<Program> programTag;
    private final TupleTag<KV<Long, Long>> rankTag;

    AssignFn(
        long programs,
        int examples,
        TupleTag<Program> programTag,
        TupleTag<KV<Long, Long>> rankTag) {
      this.programs = programs;
      this.examples = examples;
      this.programTag = programTag;
      this.rankTag = rankTag;
    }

    @ProcessElement
    public void process(
        @Element KV<String, CoGbkResult> joined,
        OutputReceiver<KV<Long, KV<Integer, Program>>> output) {
      Program program = smallest(joined.getValue().getAll(programTag));
      long rank = joined.getValue().getOnly(rankTag).getKey();
      long ranks = joined.getValue().getOnly(rankTag).getValue();
      for (long round = 0; round * ranks < programs; round++) {
        for (int place = 0; place < Math.min(examples, ranks); place++) {
          long first = Math.floorMod(rank - distance(round, place, ranks), ranks);
          long index = round * ranks + first;
          if (index < programs) {
            output.output(KV.of(index, KV.of(place, program)));
          }
        }
      }
    }

    /** One of several records of the same program, whatever order they come in. */
    private static Program smallest(Iterable<Program> programs) {
      return StreamSupport.stream(programs.spliterator(), false)
          .min(Comparator.comparing(Program::toByteString, BY_BYTES))
          .orElseThrow();
    }

    /** How many ranks after the first example the one at {@code place} lies; distinct by place. */
    private static long distance(long round, int place, long ranks) {
      if (place == 0) {
        return 0;
      }
      long turn = ContentHash.number("round", Long.toString(round)) % (ranks - 1);
      return 1 + (turn + place - 1) % (ranks - 1);
    }
  }
}
