package org.caco.server.embedded;

import java.util.List;
import java.util.regex.Pattern;

/** The words that the model tells stories and names quantities with. */
final class Lexicon {
  static final List<String> PEOPLE =
      words(
          "Ada Ben Carla Dev Elena Farid Grace Hugo Ines Jonas Keiko Leo Mara Nikhil Olga Pavel"
              + " Quinn Rosa Samir Tara Uma Viktor Wanda Yusuf Zoe");

  static final List<String> PLACES =
      List.of(
          "a village bakery",
          "a community garden",
          "a small museum",
          "a bicycle workshop",
          "a school library",
          "a fishing harbour",
          "a mountain lodge",
          "a toy factory",
          "a summer camp",
          "a flower market",
          "a printing house",
          "a railway depot",
          "a chess club",
          "a pottery studio",
          "a vineyard",
          "a dairy farm",
          "a music school",
          "a hardware store",
          "an animal shelter",
          "an orchard");

  /** What is counted. */
  static final List<String> ITEMS =
      words(
          "apples pears plums lemons melons cherries walnuts onions carrots potatoes tomatoes"
              + " pumpkins eggs loaves muffins pancakes waffles biscuits pretzels sandwiches pizzas"
              + " noodles candies cupcakes bagels books notebooks pencils crayons erasers posters"
              + " stamps postcards letters envelopes magazines novels maps tickets badges medals"
              + " coins marbles buttons beads ribbons candles lanterns lamps bulbs batteries cables"
              + " wires screws bolts nails bricks tiles planks panels pipes ropes chairs tables"
              + " benches cushions blankets towels shirts scarves gloves socks hats jackets boots"
              + " sandals flowers tulips roses daisies seedlings saplings bushes seeds mushrooms"
              + " herbs feathers shells pebbles crystals fossils fish shrimps oysters crabs hens"
              + " rabbits goats sheep lambs ponies bees hives kites drums flutes violins guitars"
              + " records puzzles dice cards figurines dolls robots drones wheels tyres helmets"
              + " bicycles scooters skateboards tents compasses photographs paintings sketches"
              + " sculptures vases plates bowls mugs spoons kettles teapots jugs bottles");

  /** What holds or carries things. */
  static final List<String> HOLDERS =
      words(
          "crates boxes baskets bags sacks barrels trays shelves drawers cabinets racks cartons"
              + " packets pouches bundles pallets wagons trucks vans carts boats ferries trains"
              + " lockers chests trunks jars tins buckets tubs bins rows stacks piles rooms tanks"
              + " cages pens stalls kiosks counters displays folders albums envelopes parcels");

  /** Who gets a share. */
  static final List<String> GROUPS =
      words(
          "families teams classes schools visitors neighbours cousins students teachers campers"
              + " guests tourists villagers farmers gardeners painters bakers carpenters players"
              + " dancers singers scouts clubs shops markets stores restaurants hotels hospitals"
              + " libraries offices departments villages towns islands regions branches crews"
              + " shifts groups volunteers helpers members customers");

  static final List<String> TAKEN =
      words(
          "spoiled broken sold lost donated returned damaged missing rejected stolen used discarded"
              + " reserved shipped melted faded cracked expired recycled withdrawn hidden burnt"
              + " borrowed misplaced");

  static final List<String> ADDED =
      words(
          "extra new fresh additional imported polished repaired ordered collected gathered bought"
              + " delivered harvested printed painted wrapped home_made leftover second_hand spare"
              + " late early blue green red yellow heavy light");

  static final List<String> ALL =
      words("total combined overall joint accumulated assembled united pooled complete gathered");

  static final List<String> LEFT =
      words("remaining kept available unsold usable intact surviving retained good stored");

  static final List<String> KINDS =
      words(
          "wooden metal small large round square tall narrow sealed open northern southern eastern"
              + " western upper lower front rear old modern local foreign private public main"
              + " side");

  static final List<String> SPANS =
      words("days weeks months seasons rounds hours visits trips years");

  static final List<String> SERIES =
      words("daily weekly monthly hourly yearly recorded measured reported listed observed");

  static final List<String> FINAL = words("final resulting counted accepted approved settled");

  static final List<String> VERBS =
      words("compute calculate find determine count work_out get figure_out derive evaluate");

  private static final Pattern LONG_PLURAL = Pattern.compile(".*(?:shes|ches|sses|xes|oes)");

  private Lexicon() {}

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  /** The singular of one of the plurals above. */
  static String singular(String plural) {
    if (plural.equals("loaves")) {
      return "loaf";
    } else if (plural.equals("shelves")) {
      return "shelf";
    } else if (plural.equals("scarves")) {
      return "scarf";
    } else if (plural.endsWith("ies") && !plural.equals("cookies")) {
      return plural.substring(0, plural.length() - 3) + "y";
    } else if (LONG_PLURAL.matcher(plural).matches()) {
      return plural.substring(0, plural.length() - 2);
    }
    return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
  }
}
