package org.caco.templates;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dependencies point one way. It stands here, since from here all modules can be seen. */
@AnalyzeClasses(packages = "org.caco", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modulesDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.caco..")
          .layer("sandbox")
          .definedBy(
              "org.caco.sandbox..", "org.caco.python..", "org.caco.hash..", "org.caco.text..")
          .layer("grader")
          .definedBy("org.caco.grader..")
          .layer("server")
          .definedBy("org.caco.server..")
          .layer("transforms")
          .definedBy("org.caco.transforms..")
          .layer("pipelines")
          .definedBy("org.caco.pipelines..")
          .layer("runners")
          .definedBy("org.caco.runners..")
          .layer("templates")
          .definedBy("org.caco.templates..")
          .whereLayer("sandbox")
          .mayNotAccessAnyLayer()
          .whereLayer("grader")
          .mayOnlyAccessLayers("sandbox")
          .whereLayer("server")
          .mayOnlyAccessLayers("grader", "sandbox")
          .whereLayer("transforms")
          .mayOnlyAccessLayers("grader", "sandbox")
          .whereLayer("pipelines")
          .mayOnlyAccessLayers("transforms", "server", "grader", "sandbox")
          .whereLayer("runners")
          .mayOnlyAccessLayers("pipelines", "transforms")
          .whereLayer("templates")
          .mayOnlyAccessLayers("runners", "pipelines", "transforms");

  @ArchTest
  static final ArchRule everyClassIsInALayer =
      classes()
          .should()
          .resideInAnyPackage(
              "org.caco.sandbox..",
              "org.caco.python..",
              "org.caco.hash..",
              "org.caco.text..",
              "org.caco.grader..",
              "org.caco.server..",
              "org.caco.transforms..",
              "org.caco.pipelines..",
              "org.caco.runners..",
              "org.caco.templates..");

  @ArchTest
  static final ArchRule sandboxGraderAndServerKnowNothingOfBeam =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.caco.sandbox..",
              "org.caco.python..",
              "org.caco.hash..",
              "org.caco.text..",
              "org.caco.grader..",
              "org.caco.server..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  @ArchTest
  static final ArchRule onlyRunnersKnowARunner =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.caco.runners..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.beam.runners..", "org.apache.flink..");

  @ArchTest
  static final ArchRule stepsDoNotDependOnOneAnotherInACircle =
      slices().matching("org.caco.transforms.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfPipelinesLeadOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.caco.pipelines..")
          .layer("options")
          .definedBy("org.caco.pipelines.options..")
          .layer("graph")
          .definedBy("org.caco.pipelines.graph..")
          .layer("run")
          .definedBy("org.caco.pipelines.run..")
          .layer("calibrate")
          .definedBy("org.caco.pipelines.calibrate..")
          .layer("rewards")
          .definedBy("org.caco.pipelines.rewards..")
          .layer("command")
          .definedBy("org.caco.pipelines.command..")
          .whereLayer("options")
          .mayNotAccessAnyLayer()
          .whereLayer("rewards")
          .mayNotAccessAnyLayer()
          .whereLayer("graph")
          .mayOnlyAccessLayers("options")
          .whereLayer("run")
          .mayOnlyAccessLayers("graph", "options")
          .whereLayer("calibrate")
          .mayOnlyAccessLayers("run", "graph", "options")
          .whereLayer("command")
          .mayOnlyAccessLayers("calibrate", "rewards", "run", "graph", "options");

  @ArchTest
  static final ArchRule roomsOfPipelinesAreFreeOfCircles =
      slices().matching("org.caco.pipelines.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule textAndNumbersDoNotDependOnTheLocale =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(PrintStream.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(PrintStream.class, "format", String.class, Object[].class)
          .orShould()
          .callConstructor(Formatter.class)
          .orShould()
          .callConstructor(Formatter.class, Appendable.class)
          .orShould()
          .callConstructor(DecimalFormat.class, String.class)
          .orShould()
          .callMethod(NumberFormat.class, "getInstance")
          .orShould()
          .callConstructor(Scanner.class, String.class)
          .orShould()
          .callConstructor(Scanner.class, InputStream.class);

  @ArchTest
  static final ArchRule nobodyUsesTheGuavaOfOthers =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.common..", "..vendor.guava..");

  /**
   * What lives has an owner that opens and closes it, or is held by a {@code Shared} while it has
   * users. A static field would hold it, and with it the class loader of a job, for the life of the
   * JVM.
   */
  @ArchTest
  static final ArchRule nothingThatLivesIsStatic =
      classes()
          .should(
              new ArchCondition<>("keep nothing in static fields that is to be closed or emptied") {
                @Override
                public void check(JavaClass owner, ConditionEvents events) {
                  owner.getFields().stream()
                      .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                      .filter(field -> LIVING.stream().anyMatch(field.getRawType()::isAssignableTo))
                      .forEach(field -> violated(events, field, field.getDescription()));
                  owner.getStaticInitializer().stream()
                      .flatMap(begin -> begin.getConstructorCallsFromSelf().stream())
                      .filter(call -> call.getTargetOwner().isAssignableTo(ConcurrentMap.class))
                      .forEach(call -> violated(events, call, call.getDescription()));
                }
              });

  private static final List<Class<?>> LIVING =
      List.of(
          Executor.class, HttpClient.class, Thread.class, ConcurrentMap.class, AutoCloseable.class);

  private static void violated(ConditionEvents events, Object what, String description) {
    events.add(SimpleConditionEvent.violated(what, description + " lives as long as the JVM"));
  }

  /** Where patterns never see text of models, seeds or programs, or not much of it. */
  private static final String NO_TEXT_OF_OTHERS =
      String.join(
          "|",
          // Refuses sections of more than 6,000 characters.
          "org\\.caco\\.server\\.embedded\\..*",
          // Names of files, and options.
          "org\\.caco\\.transforms\\.lines\\.FileGlobs",
          "org\\.caco\\.transforms\\.journal\\.(?:Segment|ClaimFile)",
          "org\\.caco\\.transforms\\.report\\.OutputDirectory",
          "org\\.caco\\.transforms\\.export\\.WriteJsonLines",
          "org\\.caco\\.transforms\\.model\\.(?:ModelConfig|EmbeddedEndpoint)",
          "org\\.caco\\.server\\.Fault",
          // Tables of words that stand in the source.
          "org\\.caco\\.transforms\\.problem\\.SpelledNumbers",
          "org\\.caco\\.grader\\.Unit",
          // At a single character: not a pattern.
          "org\\.caco\\.transforms\\.problem\\.(?:InputNumbers|StatedNumbers)",
          "org\\.caco\\.grader\\.SympyDecider");

  @ArchTest
  static final ArchRule textOfOthersIsScannedInLinearTime =
      noClasses()
          .that()
          .resideInAnyPackage("org.caco.transforms..", "org.caco.grader..", "org.caco.server..")
          .and()
          .haveNameNotMatching("(?:" + NO_TEXT_OF_OTHERS + ")(?:\\$.*)?")
          .should()
          .callMethod(Pattern.class, "compile", String.class)
          .orShould()
          .callMethod(Pattern.class, "compile", String.class, int.class)
          .orShould()
          .callMethod(Pattern.class, "matches", String.class, CharSequence.class)
          .orShould()
          .callMethod(String.class, "matches", String.class)
          .orShould()
          .callMethod(String.class, "replaceAll", String.class, String.class)
          .orShould()
          .callMethod(String.class, "replaceFirst", String.class, String.class)
          .because(
              "patterns of java.util.regex can take the square of a text's length: use"
                  + " org.caco.text.BoundedPattern, or RE2/J where a repetition has no bound");

  /** A repetition at the end of what separates is linear, and one before anything else is not. */
  @Test
  void textIsSplitInLinearTime() throws IOException {
    Pattern split = Pattern.compile("\\.split\\(\"((?:[^\"\\\\]|\\\\.)*)\"");
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("../transforms"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*/src/main/.*\\.java")).toList()) {
        split
            .matcher(Files.readString(file))
            .results()
            .map(found -> found.group(1))
            .filter(
                at ->
                    at.contains("*") || at.substring(0, Math.max(0, at.length() - 1)).contains("+"))
            .forEach(at -> wrong.add(file + ": " + at));
      }
    }
    assertThat(wrong).isEmpty();
  }
}
