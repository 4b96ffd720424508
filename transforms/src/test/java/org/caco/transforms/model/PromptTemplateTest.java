package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PromptTemplateTest {
  @Test
  void fillsTheHolesOfEachSection() {
    PromptTemplate template = PromptTemplate.of("[system]\nBe {{tone}}.\n[user]\n{{a}} + {{b}}\n");
    assertThat(template.holes()).containsExactly("a", "b", "tone");
    assertThat(template.render(Map.of("tone", "brief", "a", "1", "b", "2")))
        .containsExactly(new Message("system", "Be brief."), new Message("user", "1 + 2"));
  }

  @Property(tries = 200)
  void insertsValuesAsTheyAre(@ForAll @NotBlank String value) {
    PromptTemplate template = PromptTemplate.of("[system]\nx\n[user]\n<{{a}}|{{b}}>");
    assertThat(template.render(Map.of("a", value, "b", "[user]\n{{a}}$1\\")).get(1).content())
        .isEqualTo("<" + value + "|[user]\n{{a}}$1\\>");
  }

  @Test
  void emptyValuesLeaveNoRunOfBlankLines() {
    PromptTemplate template = PromptTemplate.of("[user]\n{{a}}\n\none\n\n{{b}}\n\ntwo\n{{c}}\n");
    assertThat(template.render(Map.of("a", "", "b", "", "c", "")))
        .containsExactly(new Message("user", "one\n\ntwo"));
  }

  @Test
  void anEmptyMessageIsLeftOut() {
    assertThat(PromptTemplate.of("[system]\n{{a}}\n[user]\nhi").render(Map.of("a", "")))
        .containsExactly(new Message("user", "hi"));
  }

  @Test
  void aHoleThatIsNotFilledIsNamed() {
    assertThatThrownBy(() -> PromptTemplate.of("{{problem}} {{x}}").render(Map.of("problem", "p")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{{x}}");
  }

  @Test
  void aHoleThatIsNotKnownIsNamedBeforeTheRun() {
    assertThatThrownBy(() -> PromptTemplate.of("{{problm}}").checkHoles(Set.of("problem")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{{problm}}")
        .hasMessageContaining("[problem]");
  }

  @Test
  void thePackagedPromptsHaveTheirHoles() {
    assertThat(PromptTemplate.packaged("unify").holes())
        .containsExactly("check", "problem", "solution");
    assertThat(PromptTemplate.packaged("code").holes()).containsExactly("examples");
    assertThat(PromptTemplate.packaged("problem").holes())
        .containsExactly("input", "output", "program");
    assertThat(PromptTemplate.packaged("solve").holes()).containsExactly("problem");
    assertThat(PromptTemplate.packaged("judge").holes())
        .containsExactly("output", "problem", "program", "solution");
  }

  @Test
  void aFileReplacesThePackagedPrompt(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("solve.txt"), "[user]\nSolve: {{problem}}");
    assertThat(PromptTemplate.load(file.toString()).render(Map.of("problem", "1+1")))
        .isEqualTo(List.of(new Message("user", "Solve: 1+1")));
  }

  @Test
  void aFileThatIsNoPromptIsNamed(@TempDir Path directory) throws IOException {
    Path binary = Files.write(directory.resolve("binary.txt"), new byte[] {(byte) 0xff, 0});
    Path missing = directory.resolve("missing.txt");
    assertThatThrownBy(() -> PromptTemplate.load(binary.toString()))
        .hasMessageContaining("binary.txt")
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> PromptTemplate.load(missing.toString()))
        .hasMessageContaining("missing.txt");
  }
}
