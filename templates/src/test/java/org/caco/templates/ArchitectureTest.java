package org.caco.templates;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point one way. It stands here, since from here all modules can be seen. */
@AnalyzeClasses(packages = "org.caco", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modulesDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.caco..")
          .layer("sandbox")
          .definedBy("org.caco.sandbox..", "org.caco.python..", "org.caco.hash..")
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
          .layer("command")
          .definedBy("org.caco.pipelines.command..")
          .whereLayer("options")
          .mayNotAccessAnyLayer()
          .whereLayer("graph")
          .mayOnlyAccessLayers("options")
          .whereLayer("run")
          .mayOnlyAccessLayers("graph", "options")
          .whereLayer("calibrate")
          .mayOnlyAccessLayers("run", "graph", "options")
          .whereLayer("command")
          .mayOnlyAccessLayers("calibrate", "run", "graph", "options");

  @ArchTest
  static final ArchRule roomsOfPipelinesAreFreeOfCircles =
      slices().matching("org.caco.pipelines.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobodyUsesTheGuavaOfOthers =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.common..", "..vendor.guava..");
}
