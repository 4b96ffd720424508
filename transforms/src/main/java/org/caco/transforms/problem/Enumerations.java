package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.Set;

/** How many people are told one by one: Anna, Bert and Carla; sons aged 4, 7 and 10. */
final class Enumerations {
  /** Names of inputs that may be how many people there are. */
  private static final Set<String> PEOPLE =
      Set.of(
          "people",
          "person",
          "friend",
          "child",
          "kid",
          "sibling",
          "brother",
          "sister",
          "son",
          "daughter",
          "girl",
          "boy",
          "man",
          "woman",
          "adult",
          "student",
          "pupil",
          "player",
          "worker",
          "guest",
          "partner",
          "roommate",
          "member",
          "name",
          "participant",
          "part",
          "share",
          "way",
          "each");

  private static final Set<String> AGED = Set.of("aged", "age", "ages");
  private static final Set<String> LAST = Set.of("and", "or", "&");

  /** People that a text tells one by one at most. */
  private static final int MANY = 20;

  private final Tokens tokens;
  private final NumberReader numbers;
  private final KnownNumbers known;

  /** Behind the enumeration read last. */
  private int end;

  /**
   * @param known is told how many there are
   */
  Enumerations(Tokens tokens, NumberReader numbers, KnownNumbers known) {
    this.tokens = tokens;
    this.numbers = numbers;
    this.known = known;
  }

  /** Reads the enumeration that begins at {@code index}, if one does. */
  void read(int index) {
    if (index < end) {
      return;
    }
    int first = AGED.contains(tokens.word(index)) ? index + 1 : index;
    boolean ages = first > index;
    int count = 0;
    int at = first;
    while (count < MANY) {
      int behind = item(at, ages);
      if (behind == at) {
        return;
      }
      count++;
      if (LAST.contains(tokens.text(at - 1)) && count > 1) {
        known.imply(BigDecimal.valueOf(count), PEOPLE);
        end = behind;
        return;
      }
      at = tokens.is(behind, ",") ? behind + 1 : behind;
      at = LAST.contains(tokens.text(at)) ? at + 1 : at;
      if (at == behind) {
        return;
      }
    }
  }

  /** Where the name or age at {@code index} ends; {@code index} where there is none. */
  private int item(int index, boolean age) {
    if (age) {
      Reading reading = numbers.at(index);
      return reading == null || reading.isShare() ? index : reading.end();
    }
    Tokens.Token token = tokens.get(index);
    boolean name = token.kind() == Tokens.Kind.WORD && token.capital() && token.text().length() > 1;
    return name && CalendarDates.month(token.text()) == 0 ? index + 1 : index;
  }
}
