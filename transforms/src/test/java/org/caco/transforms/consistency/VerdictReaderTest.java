package org.caco.transforms.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictReaderTest {
  private static final VerdictReader READER = new VerdictReader(true);
  private static final String GOOD =
      "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\":"
          + " \"They agree.\"}";
  private static final String BAD = GOOD.replace("\"same\": true", "\"same\": false");

  /** In the texts below @good is the verdict that accepts, and @bad one that refuses. */
  private static String filled(String text) {
    return text.replace("@good", GOOD).replace("@bad", BAD);
  }

  private static String outcome(String reply) {
    try {
      Judgement judgement = READER.read(filled(reply));
      return judgement.isContradictory()
          ? JudgeConsistency.CONTRADICTORY
          : judgement.objection().isEmpty() ? "accepted" : judgement.objection();
    } catch (RejectedException e) {
      return e.reason();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@good",
        "\ufeff@good",
        "```json\n@good\n```",
        "```JSON\n@good\n```\n",
        "```\n@good\n```",
        "```@good```",
        "~~~json\n@good\n~~~",
        "json\n@good",
        "JSON: @good",
        "Here is my verdict:\n\n@good",
        "Let me check it. 6 * 7 = 42, and {6, 7} are the inputs.\n\n```json\n@good\n```\n",
        "**Verdict**\n\n@good",
        "## Verdict\n@good\n",
        "@good\n\nThe problem, solution and program agree.",
        "@good\n\nNo issues were found.",
        "No issues found:\n\n@good",
        "No contradictions. My verdict: @good",
        "@good\n\nLet me know if you need more detail!",
        "<verdict>@good</verdict>",
        "<tool_call>\n{\"name\": \"verdict\", \"arguments\": @good}\n</tool_call>",
        "[@good]",
        "{\"verdict\": @good}",
        "{\"result\": {\"verdict\": @good}}",
        "{@good}",
        "@good\n@good",
        "I first thought:\n@bad\nCorrected after recomputing:\n@good",
        "\"@good\"",
      })
  void aVerdictIsFoundWhateverStandsAroundIt(String reply) {
    assertThat(outcome(reply)).isEqualTo("accepted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"solvable\":true,\"complete\":true,\"leaks\":false,\"same\":true}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": null}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": \"\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": 7}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": [\"a\"]}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": \"ok\",}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"explanation\": \"ok\"}",
        "{\"reason\": \"They agree.\", \"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"confidence\": 0.9}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"verdict\": \"accept\"}",
        "{\"solvable\": \"true\", \"complete\": \"True\", \"leaks\": \"false\", \"same\": \"TRUE\"}",
        "{\"solvable\": \"yes\", \"complete\": \"yes\", \"leaks\": \"no\", \"same\": \"yes\", \"reason\": \"\"}",
        "{\"solvable\": 1, \"complete\": 1, \"leaks\": 0, \"same\": 1}",
        "{\"solvable\": \"Yes, it has one answer.\", \"complete\": \"Yes.\", \"leaks\": \"No, it does not.\", \"same\": \"yes\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": \"none\", \"same\": true}",
        "{'solvable': True, 'complete': True, 'leaks': False, 'same': True, 'reason': 'It\\'s fine.'}",
        "{'solvable': True, 'complete': True, 'leaks': False, 'same': True, 'reason': 'It's fine.'}",
        "{solvable: true, complete: true, leaks: false, same: true, reason: 'ok'}",
        "{solvable: true, complete: true, leaks: false, same: true, reason: all match, and it's fine}",
        "{\u201csolvable\u201d: true, \u201ccomplete\u201d: true, \u201cleaks\u201d: false, \u201csame\u201d: true, \u201creason\u201d: \u201cok\u201d}",
        "{\"Solvable\": true, \"Complete\": true, \"Leaks\": false, \"Same\": true}",
        "{\"is_solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true}",
        "{\"solvable\": true \"complete\": true \"leaks\": false \"same\": true}",
        "{\"solvable\": true\n\"complete\": true\n\"leaks\": false\n\"same\": true\n}",
        "{\"solvable\": true; \"complete\": true; \"leaks\": false; \"same\": true}",
        "{\"solvable\" = true, \"complete\" = true, \"leaks\" = false, \"same\" = true}",
        "{\"solvable\" => true, \"complete\" => true, \"leaks\" => false, \"same\" => true}",
        "{\n  // strict\n  \"solvable\": true, // one answer\n  \"complete\": true, /* all */\n  \"leaks\": false, # none\n  \"same\": true\n}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": \"The sum \\( 6 + 7 \\) is right.\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": \"\\frac{1}{2} of \\$4 is \\$2.\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": \"Both\nmultiply.\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": \"It says \"42\" nowhere.\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": \"It says \"42\", \"7\" and {6}.\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": \"It says \\\"42\\\" nowhere.\"}",
        "{\\\"solvable\\\": true, \\\"complete\\\": true, \\\"leaks\\\": false, \\\"same\\\": true, \\\"reason\\\": \\\"ok\\\"}",
        "{&quot;solvable&quot;: true, &quot;complete&quot;: true, &quot;leaks&quot;: false, &quot;same&quot;: true}",
        "{\"solvable\": {\"value\": true, \"reason\": \"a\"}, \"complete\": {\"value\": true}, \"leaks\": {\"value\": false}, \"same\": {\"value\": true}}",
        "{\"solvable\": true}\n{\"complete\": true}\n{\"leaks\": false}\n{\"same\": true}",
        "[{\"name\": \"solvable\", \"value\": true}, {\"name\": \"complete\", \"value\": true}, {\"name\": \"leaks\", \"value\": false}, {\"name\": \"same\", \"value\": true}]",
      })
  void jsonNeedNotBeStrict(String reply) {
    assertThat(outcome(reply)).isEqualTo("accepted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "solvable: true\ncomplete: true\nleaks: false\nsame: true\nreason: They agree.",
        "Solvable: Yes\nComplete: Yes\nLeaks: No\nSame: Yes",
        "- **solvable**: true\n- **complete**: true\n- **leaks**: false\n- **same**: true",
        "* **Solvable:** true\n* **Complete:** true\n* **Leaks:** false\n* **Same:** true",
        "1. solvable: true\n2. complete: true\n3. leaks: false\n4. same: true",
        "1) **Solvable** \u2013 Yes, one answer.\n2) **Complete** \u2013 Yes.\n3) **Leaks** \u2013 No, it does not.\n4) **Same** \u2013 Yes.",
        "`solvable`: `true`\n`complete`: `true`\n`leaks`: `false`\n`same`: `true`",
        "solvable: yes\ncomplete: yes\nleaks: nothing\nsame: yes",
        "solvable: yes\ncomplete: yes\nleaks: no leak\nsame: yes",
        "solvable = true\ncomplete = true\nleaks = false\nsame = true",
        "solvable=True, complete=True, leaks=False, same=True, reason='ok'",
        "Verdict(solvable=True, complete=True, leaks=False, same=True)",
        "solvable: true, complete: true, leaks: false, same: true",
        "solvable: true; complete: true; leaks: false; same: true",
        "verdict:\n  solvable: true\n  complete: true\n  leaks: false\n  same: true\n  reason: >\n    They agree.",
        "---\nsolvable: yes\ncomplete: yes\nleaks: no\nsame: yes\n...",
        "```yaml\nsolvable: true\ncomplete: true\nleaks: false\nsame: true\n```",
        "solvable: \u2705\ncomplete: \u2705\nleaks: \u274c\nsame: \u2705",
        "<solvable>true</solvable><complete>true</complete><leaks>false</leaks><same>true</same>",
        "<solvable>true</solvable>\n<complete>true</complete>\n<leaks>false</leaks>\n<same>true</same>\n<reason>ok</reason>",
        "| criterion | value |\n|---|---|\n| solvable | true |\n| complete | true |\n| leaks | false |\n| same | true |",
        "| **Solvable** | Yes | One answer. |\n| **Complete** | Yes | All is stated. |\n| **Leaks** | No | It is not. |\n| **Same** | Yes | Both multiply. |",
        "| solvable | complete | leaks | same |\n|---|---|---|---|\n| true | true | false | true |",
        "solvable,complete,leaks,same\ntrue,true,false,true",
        "### Solvable\nYes. The problem has one answer.\n\n### Complete\nYes.\n\n### Leaks\nNo.\n\n### Same\nYes.",
        "solvable is true, complete is true, leaks is false, and same is true.",
        "solvable -> true\ncomplete -> true\nleaks -> false\nsame -> true",
        "Here is my check.\n\nsolvable: true (one answer)\ncomplete: true (all stated)\nleaks: false (does not state 42)\nsame: true (both multiply)",
      })
  void flagsMayBeListed(String reply) {
    assertThat(outcome(reply)).isEqualTo("accepted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Yes",
        "yes.",
        "**Yes**",
        "**Yes.**",
        "Yes!",
        "\"Yes\"",
        "Verdict: Yes",
        "**Verdict:** Yes",
        "Final verdict: **yes**",
        "\\boxed{Yes}",
        "Yes - the problem, the solution and the program describe the same computation.",
        "Yes, all three match.",
        "Yes. It is solvable and complete, has no leaks, and all three are the same.",
        "Yes: the same computation, and it does not leak.",
        "Yes \u2014 they are consistent with each other.",
        "All three multiply 6 by 7, so they agree.\n\n**Verdict: Yes**",
      })
  void aPlainYesAccepts(String reply) {
    assertThat(outcome(reply)).isEqualTo("accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Yes", "**Yes**", "No.", "Yes, they agree."})
  void aPlainAnswerIsNoneWhereAnotherQuestionIsAsked(String reply) {
    assertThatThrownBy(() -> new VerdictReader(false).read(reply))
        .asInstanceOf(type(RejectedException.class))
        .returns(JudgeConsistency.UNPARSABLE_VERDICT, RejectedException::reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@bad",
        "```json\n@bad\n```",
        "Here is my verdict:\n@bad\nThe problem and the program agree otherwise.",
        "{'solvable': True, 'complete': True, 'leaks': False, 'same': False, 'reason': 'no'}",
        "{\"solvable\": \"yes\", \"complete\": \"yes\", \"leaks\": \"no\", \"same\": \"no\"}",
        "@good\nOn second thought:\n@bad",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": false, \"reason\": \"\\( 6 + 7 \\)\"}",
        "- **solvable**: true\n- **complete**: true\n- **leaks**: false\n- **same**: false",
        "| solvable | complete | leaks | same |\n|---|---|---|---|\n| true | true | false | false |",
        "No.",
        "No",
        "**No**",
        "No - the solution divides by 3.",
        "No, they are not the same computation.",
        "Verdict: No",
        "They differ in one step.\n\n**Verdict:** No",
      })
  void aJudgeWhoSeesAnotherComputationRefuses(String reply) {
    assertThat(outcome(reply)).isEqualTo(JudgeConsistency.DIFFERENT_COMPUTATION);
  }

  @ParameterizedTest
  @CsvSource({
    "false, true, false, false, judged_unsolvable",
    "true, false, false, false, judged_incomplete",
    "true, true, true, true, judged_leaking",
    "false, true, false, true, judge_contradictory",
    "true, false, false, true, judge_contradictory",
  })
  void aFlagThatIsWrongGivesTheReason(
      boolean solvable, boolean complete, boolean leaks, boolean same, String reason) {
    assertThat(
            outcome(
                "I think:\nsolvable: %s\ncomplete: %s\nleaks: %s\nsame: %s"
                    .formatted(solvable, complete, leaks, same)))
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@bad\n@good",
        "No.\n\n@good",
        "@good\n\nHowever, the solution adds where the program multiplies.",
        "@good\n\nActually, the problem lacks the price.",
        "@good\n\nThe solution is wrong.",
        "@good\n\nThey do not describe the same computation.",
        "@good\n\nNo.",
        "@good\n\nVerdict: No",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"verdict\": \"reject\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"accept\": false}",
        "solvable: true\ncomplete: true\nleaks: false\nsame: true\n\nHowever, the solution is wrong.",
      })
  void anAcceptanceThatIsTakenBackIsNone(String reply) {
    assertThat(outcome(reply)).isEqualTo(JudgeConsistency.CONTRADICTORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": \"cut",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\": \"cut\"",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": false, \"reason\": \"no",
        "{\"solvable\": true, \"comp",
        "```json\n{\"solvable\": true, \"complete\": true, \"leaks\": false,\n```",
        "{\"verdict\": @good",
        "{\"verdict\": @good, \"confid",
        "@good\nand then {\"solvable\": false, \"comp",
        "{\"solvable\": true or false, \"complete\": true or false, \"leaks\": true or false, \"same\": true or false}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false}",
        "{\"solvable\": true, \"complete\": true, \"leak\": false, \"same\": true}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": null, \"same\": true}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": \"\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": \"mostly\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": \"yes, but not in step 2\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": \"yes/no\"}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": 0.9}",
        "{\"same\": false, \"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": [true]}",
        "{\"solvable\": true, \"complete\": true, \"leaks\": \"n/a\", \"same\": true}",
        "solvable: true\ncomplete: true\nleaks: false",
        "solvable: true\ncomplete: true\nleaks: false\nsame: tr",
        "solvable: true or false\ncomplete: true or false\nleaks: true or false\nsame: true or false",
        "solvable: true\ncomplete: true\nleaks: false\nsame: true\nsame: false",
        "solvable: true?\ncomplete: true\nleaks: false\nsame: true",
        "| solvable | complete | leaks | same |\n|---|---|---|---|\n| true | true | false |",
        "They are the same.",
        "Fine.",
        "OK",
        "Yesterday they agreed.",
        "Yes, but the solution rounds.",
        "Yes, mostly.",
        "No issues.",
        "Yes, it is the same, but not the price.",
        "Yes, no price is stated and so the same.",
        "Yes and no.",
        "Yes? I cannot tell.",
        "Yes, if the price is 3.",
        "Yes, the problem leaks its answer.",
        "Yes, there is a mistake.",
        "Yes. They are not the same.",
        "Yes, the program multiplies.",
        "Yes or no?",
        "The answer is the same, yes.",
        "true",
        "1",
        "{}",
        "[]",
        "```json\n```",
        "{\"answer\": \"yes\"}",
        "The problem is solvable and complete, leaks nothing and is the same.",
      })
  void whatIsNoVerdictIsNotRead(String reply) {
    assertThat(outcome(reply)).isEqualTo(JudgeConsistency.UNPARSABLE_VERDICT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '\u00a6',
      value = {
        "\"reason\": \"So it is.\" \u00a6 So it is.",
        "'reason': 'Don't know.' \u00a6 Don't know.",
        "\"reason\": \"a \\\"b\\\" \\\\c\\u0021\" \u00a6 a \"b\" \\c!",
        "\"reason\": \"\\frac{1}{2} \\( x \\)\" \u00a6 \\frac{1}{2} \\( x \\)",
        "\"explanation\": \"It says \"42\" there.\" \u00a6 It says \"42\" there.",
        "\"reason\": null \u00a6 ''",
      })
  void theReasonIsKeptAsItWasMeant(String field, String reason) {
    assertThat(READER.read(GOOD.replace("\"reason\": \"They agree.\"", field)).reason())
        .isEqualTo(reason);
  }

  @Test
  void aListHasAReasonToo() {
    assertThat(
            READER
                .read("solvable: true\ncomplete: true\nleaks: false\nsame: true\n**Reason:** So.")
                .reason())
        .isEqualTo("So.");
  }

  @Property(tries = 500)
  void whatIsCutOffIsNeverAccepted(@ForAll @IntRange(min = 0, max = 200) int length) {
    String nested = "Sure:\n{\"verdict\": " + GOOD + ", \"sure\": true}";
    assertThat(outcome(nested.substring(0, Math.min(length, nested.length() - 1))))
        .isNotEqualTo("accepted");
  }

  @Property(tries = 500)
  void noTextIsAcceptedByChance(@ForAll String text) {
    assertThat(outcome(text)).isNotEqualTo("accepted");
  }
}
