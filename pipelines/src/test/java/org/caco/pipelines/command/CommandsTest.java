package org.caco.pipelines.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caco.pipelines.options.Decides;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.OptionCatalog.Option;
import org.caco.pipelines.options.Shown;
import org.junit.jupiter.api.Test;

class CommandsTest {
  @Test
  void areThoseThatTheListNamesInItsOrder() {
    assertThat(Commands.ALL)
        .extracting(Command::name)
        .containsExactlyElementsOf(Commands.summaries().keySet());
  }

  /** Help, fingerprint, replay and checks read these; none has a list of options of its own. */
  @Test
  void everyOptionSaysWhatItIs() {
    List<String> wrong = new ArrayList<>();
    Map<String, Set<Integer>> places = new HashMap<>();
    for (Option option : options()) {
      String name = option.getter().getDeclaringClass().getSimpleName() + "." + option.name();
      if (option.group().isEmpty()) {
        wrong.add(name + " is in no @Group");
      }
      if (!option.getter().isAnnotationPresent(Decides.class)) {
        wrong.add(name + " does not say what it @Decides");
      }
      String group = option.getter().getDeclaringClass().getName();
      if (!option
          .shown()
          .map(Shown::order)
          .map(order -> places.computeIfAbsent(group, g -> new HashSet<>()).add(order))
          .orElse(false)) {
        wrong.add(name + " has no place of its own by @Shown");
      }
      if (option.required() == !option.byDefault().isEmpty()) {
        wrong.add(name + " is needed and has a default, or neither");
      }
    }

    assertThat(wrong).isEmpty();
  }

  /** What is not numeric is a name, one of a few, or has to be named on the command line. */
  @Test
  void noPathIsTakenFromTheNotesOfARun() {
    assertThat(options())
        .filteredOn(option -> option.file().isPresent())
        .noneMatch(option -> option.decides().equals(Decides.Kind.RESULTS));
  }

  private static Set<Option> options() {
    Set<Option> all = new HashSet<>();
    Commands.ALL.forEach(command -> all.addAll(OptionCatalog.of(command.type())));
    return all;
  }
}
