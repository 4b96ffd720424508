package org.caco.transforms.diversity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Decides which records go: in the order of their ids, a record goes if a near duplicate before it
 * stays. That is the lexicographically first maximal independent set of the graph of pairs, so it
 * depends on the set of pairs alone. A pair that occurs twice counts once. What comes out is each
 * record that goes, with its nearest near duplicate that stays.
 *
 * <p>Decided where the records are, without a look at the whole graph:
 *
 * <ol>
 *   <li>A record that is later in no pair stays. Whatever has a pair with such a one goes.
 *   <li>Of the rest only those matter to others that are earlier in a pair: the undecided. The
 *       others of their pairs are undecided themselves or have just been found to go.
 *   <li>The undecided are decided in the order of their ids, in one place; the few of them that
 *       stay are told to all.
 * </ol>
 *
 * <p>A record is earlier in a pair of {@link NearPairs} if it is alone in one of its clusters, and
 * later if it is not in another, so undecided are only those at the edge of a cluster whose
 * duplicates are at the edge as well: 324 of 50,000 vectors. They are all that one worker holds,
 * some 300 bytes each; of the pairs, it holds those of one record.
 */
final class IndependentSet
    extends PTransform<PCollection<NearPair>, PCollection<KV<String, NearPair>>> {
  private static final long serialVersionUID = 1L;

  private static final KvCoder<String, Link> LINKS =
      KvCoder.of(StringUtf8Coder.of(), new Link.LinkCoder());
  private static final KvCoder<String, List<Link>> OPEN =
      KvCoder.of(StringUtf8Coder.of(), ListCoder.of(new Link.LinkCoder()));
  private static final KvCoder<Integer, KV<String, List<Link>>> UNDECIDED =
      KvCoder.of(VarIntCoder.of(), OPEN);

  @Override
  public PCollection<KV<String, NearPair>> expand(PCollection<NearPair> pairs) {
    TupleTag<KV<String, List<Link>>> linkedTag = new TupleTag<>() {};
    TupleTag<KV<Integer, KV<String, List<Link>>>> undecidedTag = new TupleTag<>() {};
    PCollectionTuple linked =
        pairs
            .apply("ByBoth", ParDo.of(new ByBothFn()))
            .setCoder(LINKS)
            .apply("GatherByEarlier", GroupByKey.create())
            .apply("Tell", ParDo.of(new TellFn()))
            .setCoder(LINKS)
            .apply("GatherByLater", GroupByKey.create())
            .apply(
                "Link",
                ParDo.of(new LinkFn(linkedTag, undecidedTag))
                    .withOutputTags(linkedTag, TupleTagList.of(undecidedTag)));
    // An element always, for the reason that NearPairs has.
    PCollection<KV<Integer, KV<String, List<Link>>>> always =
        pairs
            .getPipeline()
            .apply(
                "Always",
                Create.<KV<Integer, KV<String, List<Link>>>>of(KV.of(0, KV.of("", List.of())))
                    .withCoder(UNDECIDED));
    PCollectionView<List<String>> staying =
        PCollectionList.of(always)
            .and(linked.get(undecidedTag).setCoder(UNDECIDED))
            .apply("UndecidedAndOne", Flatten.pCollections())
            .apply("GatherUndecided", GroupByKey.create())
            .apply("Decide", ParDo.of(new DecideFn()))
            .setCoder(ListCoder.of(StringUtf8Coder.of()))
            .apply("AsStaying", View.asSingleton());
    return linked
        .get(linkedTag)
        .setCoder(OPEN)
        .apply("Choose", ParDo.of(new ChooseFn(staying)).withSideInputs(staying))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), new NearPair.NearPairCoder()));
  }

  /**
   * What a record has to tell those after it, in pairs with itself, once all is known that is told
   * to it: whether it stays for certain.
   */
  static List<KV<String, Link>> told(String id, Iterable<Link> links) {
    List<Link> laters = new ArrayList<>();
    boolean isLater = false;
    for (Link link : links) {
      if (link.kind() == Link.Kind.IS_LATER) {
        isLater = true;
      } else {
        laters.add(link);
      }
    }
    Link.Kind kind = isLater ? Link.Kind.OPEN : Link.Kind.STAYS;
    List<KV<String, Link>> told = new ArrayList<>();
    for (Link later : laters) {
      told.add(KV.of(later.other(), new Link(id, later.product(), kind)));
    }
    if (isLater && !laters.isEmpty()) {
      told.add(KV.of(id, Link.marker(Link.Kind.IS_EARLIER)));
    }
    return told;
  }

  /**
   * What a later record has to know of those before it.
   *
   * @param nearest the one that stays for certain with which it shares most
   * @param open those nearer still of which it is not certain
   * @param isEarlier whether there are records after it
   */
  record Before(@Nullable Link nearest, List<Link> open, boolean isEarlier) {
    static Before of(Iterable<Link> links) {
      List<Link> open = new ArrayList<>();
      Link nearest = null;
      boolean isEarlier = false;
      for (Link link : links) {
        switch (link.kind()) {
          case IS_EARLIER -> isEarlier = true;
          case STAYS -> nearest = nearest == null || link.isNearer(nearest) ? link : nearest;
          case OPEN -> open.add(link);
          default -> throw new IllegalArgumentException("not told to a later record: " + link);
        }
      }
      Link certain = nearest;
      List<Link> nearer =
          open.stream().filter(l -> certain == null || l.isNearer(certain)).toList();
      return new Before(nearest, nearer, isEarlier);
    }

    boolean isUndecided() {
      return isEarlier && nearest == null;
    }

    List<Link> links() {
      List<Link> links = new ArrayList<>(open);
      if (nearest != null) {
        links.add(nearest);
      }
      return links;
    }
  }

  /** Those of the undecided that stay; a record before them that is not among them goes. */
  static List<String> staying(Map<String, List<Link>> undecided) {
    Set<String> staying = new HashSet<>();
    List<String> inOrder = new ArrayList<>();
    for (var record : new TreeMap<>(undecided).entrySet()) {
      if (record.getValue().stream().noneMatch(link -> staying.contains(link.other()))) {
        staying.add(record.getKey());
        inOrder.add(record.getKey());
      }
    }
    return inOrder;
  }

  /** The nearest that stays, or null. */
  static @Nullable Link nearest(List<Link> links, Set<String> staying) {
    Link nearest = null;
    for (Link link : links) {
      if (link.kind() == Link.Kind.STAYS || staying.contains(link.other())) {
        nearest = nearest == null || link.isNearer(nearest) ? link : nearest;
      }
    }
    return nearest;
  }

  private static final class ByBothFn extends DoFn<NearPair, KV<String, Link>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element NearPair pair, OutputReceiver<KV<String, Link>> output) {
      output.output(KV.of(pair.earlier(), new Link(pair.later(), pair.product(), Link.Kind.LATER)));
      output.output(KV.of(pair.later(), Link.marker(Link.Kind.IS_LATER)));
    }
  }

  private static final class TellFn extends DoFn<KV<String, Iterable<Link>>, KV<String, Link>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<Link>> record, OutputReceiver<KV<String, Link>> output) {
      told(record.getKey(), record.getValue()).forEach(output::output);
    }
  }

  private static final class LinkFn
      extends DoFn<KV<String, Iterable<Link>>, KV<String, List<Link>>> {
    private static final long serialVersionUID = 1L;

    private final TupleTag<KV<String, List<Link>>> linked;
    private final TupleTag<KV<Integer, KV<String, List<Link>>>> undecided;
    // The size of the one group that is decided in one place.
    private final Counter undecidedCount = Metrics.counter(IndependentSet.class, "undecided");

    LinkFn(
        TupleTag<KV<String, List<Link>>> linked,
        TupleTag<KV<Integer, KV<String, List<Link>>>> undecided) {
      this.linked = linked;
      this.undecided = undecided;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<Link>> record, MultiOutputReceiver outputs) {
      Before before = Before.of(record.getValue());
      KV<String, List<Link>> links = KV.of(record.getKey(), before.links());
      outputs.get(linked).output(links);
      if (before.isUndecided()) {
        undecidedCount.inc();
        outputs.get(undecided).output(KV.of(0, links));
      }
    }
  }

  private static final class DecideFn
      extends DoFn<KV<Integer, Iterable<KV<String, List<Link>>>>, List<String>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<KV<String, List<Link>>>> all,
        OutputReceiver<List<String>> output) {
      Map<String, List<Link>> undecided = new TreeMap<>();
      all.getValue().forEach(record -> undecided.put(record.getKey(), record.getValue()));
      undecided.remove("");
      output.output(staying(undecided));
    }
  }

  private static final class ChooseFn extends DoFn<KV<String, List<Link>>, KV<String, NearPair>> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<List<String>> staying;
    private transient @Nullable Set<String> known;

    ChooseFn(PCollectionView<List<String>> staying) {
      this.staying = staying;
    }

    @StartBundle
    public void startBundle() {
      known = null;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Set<String> stay = known;
      if (stay == null) {
        stay = Collections.unmodifiableSet(new HashSet<>(context.sideInput(staying)));
        known = stay;
      }
      String id = context.element().getKey();
      Link nearest = nearest(context.element().getValue(), stay);
      if (nearest != null) {
        context.output(KV.of(id, new NearPair(id, nearest.other(), nearest.product())));
      }
    }
  }
}
