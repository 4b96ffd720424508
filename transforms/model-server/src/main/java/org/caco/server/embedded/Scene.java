package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Somewhere, and the words for what is there, so that a story's quantities belong together.
 *
 * @param places where it may be
 * @param items what is counted there
 * @param holders what holds or carries it
 * @param groups who gets a share
 * @param parts what there is several of in or on each item
 * @param added what makes some items different from those that were there before
 * @param taken what makes some items not count any more
 */
record Scene(
    List<String> places,
    List<String> items,
    List<String> holders,
    List<String> groups,
    List<String> parts,
    List<String> added,
    List<String> taken) {

  static final List<Scene> ALL =
      List.of(
          scene(
              "a village bakery, a cake shop",
              "loaves muffins bagels biscuits pretzels cupcakes waffles pancakes",
              "trays boxes baskets bags racks crates",
              "customers bakers shops restaurants hotels schools",
              "raisins almonds nuts grams",
              "fresh baked wrapped glazed ordered",
              "sold burnt spoiled broken donated returned"),
          scene(
              "an orchard, a fruit market",
              "apples pears plums lemons cherries peaches melons apricots",
              "crates baskets sacks barrels carts boxes",
              "families pickers farmers markets shops schools",
              "slices grams stickers",
              "picked ripe washed gathered delivered green",
              "spoiled bruised sold donated rejected eaten"),
          scene(
              "a vegetable market, a farm stand",
              "carrots potatoes onions tomatoes pumpkins radishes turnips mushrooms",
              "sacks crates baskets boxes carts bags",
              "cooks families restaurants schools farmers customers",
              "slices grams",
              "washed fresh harvested early delivered ripe",
              "sold spoiled donated rejected peeled frozen"),
          scene(
              "a school library, a bookshop",
              "books novels magazines comics dictionaries notebooks",
              "shelves boxes racks cartons cabinets carts",
              "classes students teachers readers branches schools",
              "pages chapters pictures drawings",
              "new donated ordered printed bound delivered",
              "borrowed lost damaged withdrawn returned missing"),
          scene(
              "a bicycle workshop, a repair shop",
              "wheels tyres helmets bells pedals lamps scooters",
              "boxes crates drawers racks shelves pallets",
              "riders clubs mechanics shops teams branches",
              "screws bolts stickers grams",
              "new repaired polished spare ordered painted",
              "broken sold worn rejected recycled missing"),
          scene(
              "a community garden, a plant nursery",
              "tulips roses daisies seedlings saplings bushes herbs ferns",
              "pots trays rows beds crates carts",
              "gardeners volunteers families neighbours schools markets",
              "buds stems labels",
              "planted new watered early delivered potted",
              "wilted sold frozen donated damaged withered"),
          scene(
              "a fishing harbour, a seafood market",
              "oysters crabs shrimps lobsters mussels herrings",
              "boats nets buckets crates barrels tanks",
              "crews restaurants hotels markets families cooks",
              "grams",
              "fresh landed cooled early late",
              "sold spoiled rejected returned eaten shipped"),
          scene(
              "a toy factory, a toy shop",
              "dolls robots puzzles kites drones marbles",
              "boxes cartons bags shelves crates pallets",
              "families shops classes stores hospitals schools",
              "stickers pieces screws",
              "new painted assembled wrapped ordered wooden",
              "broken rejected sold donated returned shipped"),
          scene(
              "a summer camp, a mountain lodge",
              "tents blankets lanterns compasses ropes cushions",
              "cabins trunks lockers sacks boxes vans",
              "campers scouts guides teams groups families",
              "labels patches hooks straps",
              "new borrowed repaired extra spare dry",
              "torn lost wet damaged missing discarded"),
          scene(
              "a printing house, a post office",
              "posters stamps postcards letters envelopes tickets calendars",
              "folders boxes bundles albums drawers parcels",
              "departments offices clubs schools customers museums",
              "colours stickers pictures seals",
              "printed new sorted sealed ordered coloured",
              "faded lost torn returned sold misplaced"),
          scene(
              "a music school, a concert hall",
              "drums flutes violins guitars trumpets records",
              "lockers cabinets rooms trunks vans shelves",
              "players classes singers students bands teachers",
              "songs lessons labels",
              "new tuned repaired donated ordered polished",
              "broken borrowed sold lost returned damaged"),
          scene(
              "a hardware store, a building site",
              "nails screws bolts bricks tiles planks pipes",
              "boxes sacks pallets drawers bins trucks",
              "builders carpenters plumbers crews customers shops",
              "grams marks",
              "new delivered ordered spare imported heavy",
              "used bent lost sold returned damaged"),
          scene(
              "a dairy farm, a petting zoo",
              "hens goats lambs rabbits ponies ducks",
              "pens stalls barns cages fields trucks",
              "farmers helpers markets villages schools visitors",
              "carrots brushes buckets",
              "young new healthy weighed washed",
              "sold adopted loaned returned sleeping hidden"),
          scene(
              "a pottery studio, a ceramics fair",
              "vases plates bowls mugs jugs teapots",
              "shelves kilns crates boxes trays cartons",
              "customers potters restaurants shops students hotels",
              "dots flowers grams",
              "glazed painted fired new ordered wrapped",
              "cracked broken sold rejected returned chipped"),
          scene(
              "a small museum, an art gallery",
              "coins medals fossils crystals paintings sculptures photographs",
              "cabinets rooms displays drawers crates shelves",
              "visitors schools curators guides museums collectors",
              "labels stories letters",
              "new restored donated polished labelled bought",
              "stolen loaned faded damaged withdrawn sold"),
          scene(
              "a clothes shop, a textile mill",
              "shirts scarves gloves jackets hats socks towels",
              "racks drawers boxes bags shelves trunks",
              "customers shops teams families hotels tailors",
              "buttons patches ribbons labels",
              "new ironed washed sewn ordered folded",
              "sold torn returned faded donated lost"));

  /** As {@link #added} and {@link #taken}, for whatever is not made of what the scene is about. */
  private static final List<String> MORE = words("extra new additional further early late");

  private static final List<String> FEWER = words("lost missing reserved withheld unused");

  private static final List<String> MORE_MONEY = words("extra new earned donated saved borrowed");

  private static final List<String> LESS_MONEY = words("spent donated lost refunded reserved owed");

  private static Scene scene(
      String places,
      String items,
      String holders,
      String groups,
      String parts,
      String added,
      String taken) {
    return new Scene(
        List.of(places.split(", ", -1)),
        words(items),
        words(holders),
        words(groups),
        words(parts),
        words(added),
        words(taken));
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  /** One of all. */
  static Scene any(Random random) {
    return ALL.get(random.nextInt(ALL.size()));
  }

  /** The first of those that have the most of the nouns, or any where no noun tells. */
  static Scene of(Computation computation, Random random) {
    List<String> nouns = new ArrayList<>();
    computation.inputs().forEach(input -> nouns.addAll(List.of(input.name().split("_", -1))));
    computation.steps().forEach(step -> nouns.addAll(List.of(step.name().split("_", -1))));
    Scene any = any(random);
    Scene best = any;
    long most = 0;
    for (Scene scene : ALL) {
      long count = nouns.stream().filter(scene.items()::contains).count();
      if (count > most) {
        most = count;
        best = scene;
      }
    }
    return best;
  }

  /** Words for such of {@code noun} as come to those that there are. */
  List<String> addedOf(String noun) {
    return noun.equals("dollars") ? MORE_MONEY : items.contains(noun) ? added : MORE;
  }

  /** Words for such of {@code noun} as are no more. */
  List<String> takenOf(String noun) {
    return noun.equals("dollars") ? LESS_MONEY : items.contains(noun) ? taken : FEWER;
  }
}
