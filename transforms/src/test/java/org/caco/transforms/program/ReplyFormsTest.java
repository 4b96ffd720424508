package org.caco.transforms.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrappings in which models hand a program over, and prose that only looks like one. */
class ReplyFormsTest {
  private static final String PROGRAM =
      """
      from fractions import Fraction

      input = {"price": 3, "share": "1/4", "limits": [1, 2]}

      def cost(price, share, limits):
          \"\"\"Returns the cost,
      in coins.\"\"\"
          total = price * Fraction(share)
          if total < limits[0] and price > 0:
              return limits[0]

          return total

      output = cost(**input)
      print(output)
      """;

  private static final String HEAD = PROGRAM.substring(0, PROGRAM.indexOf("    if total"));
  private static final String TAIL = PROGRAM.substring(HEAD.length());

  /** The templates have @program for the program, and @indented, @head, @tail, @json and so on. */
  private static String filled(String template) {
    String json = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(PROGRAM));
    return template
        .replace("@program", PROGRAM)
        .replace("@indented", PROGRAM.stripTrailing().indent(4))
        .replace(
            "@tabbed",
            PROGRAM.stripTrailing().lines().map(l -> "\t" + l + "\n").reduce("", String::concat))
        .replace(
            "@quoted",
            PROGRAM.stripTrailing().lines().map(l -> "> " + l + "\n").reduce("", String::concat))
        .replace("@imports", PROGRAM.substring(0, PROGRAM.indexOf("input =")))
        .replace("@rest", PROGRAM.substring(PROGRAM.indexOf("input =")))
        .replace("@allbut", PROGRAM.replace("print(output)\n", ""))
        .replace("@head", HEAD)
        .replace("@tail", TAIL)
        .replace("@json", json)
        .replace(
            "@lines",
            String.join(
                ", ",
                PROGRAM
                    .lines()
                    .map(
                        l ->
                            "\""
                                + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(l))
                                + "\"")
                    .toList()))
        .replace(
            "@prompts",
            PROGRAM
                .lines()
                .map(
                    l ->
                        (l.isEmpty() || l.startsWith(" ") || l.startsWith("in coins")
                                ? "... "
                                : ">>> ")
                            + l
                            + "\n")
                .reduce("", String::concat))
        .replace("@html", PROGRAM.replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;"))
        .replace(
            "@curly",
            PROGRAM
                .replace("\"\"\"Returns the cost,\nin coins.\"\"\"", "# the cost")
                .replaceAll("\"([^\"]*)\"", "\u201c$1\u201d"))
        .replace("@numbered", numbered())
        .replace("@crlf", PROGRAM.replace("\n", "\r\n"))
        .replace("@escaped", PROGRAM.replace("**", "\\*\\*"))
        .replace("@nbsp", PROGRAM.replace("    ", "\u00a0\u00a0\u00a0\u00a0"));
  }

  private static String numbered() {
    StringBuilder numbered = new StringBuilder();
    String[] lines = PROGRAM.stripTrailing().split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      numbered.append(i + 1).append(": ").append(lines[i]).append('\n');
    }
    return numbered.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```python\n@program```",
        "```\n@program```",
        "```Python\n@program```\n",
        "``` python \n@program\n```",
        "```py\n@program```",
        "```python3\n@program```",
        "```{.python}\n@program```",
        "```{python}\n@program```",
        "```tool_code\n@program```",
        "```python\n\n\n@program\n\n```",
        "````python\n@program````",
        "````markdown\n```python\n@program```\n````",
        "```markdown\n```python\n@program```\n```",
        "~~~python\n@program~~~",
        "~~~\n@program~~~",
        "~~~~python\n@program~~~~",
        "```python title=\"cost.py\"\n@program```",
        "```python linenums=\"1\" hl_lines=\"2\"\n@program```",
        "```python:cost.py\n@program```",
        "```python filename=cost.py\n@program```",
        "```python @program```",
        "```@program```",
        "Here is the program:\n\n```python\n@program```\n\nIt prints 1.",
        "Sure!\n```python\n@program```\nLet me know if you need anything else.",
        "1. The program:\n\n    ```python\n@indented    ```\n",
        "1. ```python\n@indented   ```",
        "- The program:\n  ```python\n@indented  ```",
        "* ```python\n@indented  ```",
        "\t```python\n@tabbed\t```",
        "> ```python\n@quoted> ```",
        "```python\n@indented```",
        "```python\n\ufeff@program```",
        "\ufeff```python\n@program```",
        "```python\n\u200b@program```",
        "```python\n@program",
        "Here:\n```python\n@program\n",
        "@program```\nIt prints 1.",
        "```json\n{\"a\": 1}\n```\n\n```python\n@program```",
        "```python\n@program```\n\nOutput:\n```\n1\n```",
        "```python\n@program```\n\n```text\ninput = the price\noutput = the cost\n```",
        "First:\n\n```python\n@head```\n\nand then:\n\n```python\n@tail```\n",
        "```python\n@head```\n```python\n@tail```\n\nThis prints:\n\n```\n1\n```",
        "```python\n@head```\n\nThen\n```\n@tail```\nRun it with\n```bash\npython cost.py\n```",
        "```python\n@imports```\n\nand\n\n```python\n@rest```",
        "```python\n@allbut```\n\nShow it:\n\n```python\nprint(output)\n```",
        "A first step is\n```python\ntotal = price * share\n```\n\nand all of it\n```python\n@program```",
        "```python\ndef cost(price, share, limits):\n    return 0\n```\n\nor rather\n```python\n@program```",
        "```python\n@crlf```",
        "```python\r\n@crlf```\r\n",
        "@crlf",
        "```python\n@nbsp```",
        "```\n@prompts```",
        "@prompts",
        "```pycon\n@prompts1\n```",
        "```python\n@numbered```",
      })
  void aFencedProgramIsFound(String reply) {
    assertThat(Reply.program(filled(reply))).isEqualTo(PROGRAM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@program",
        "\n\n@program\n\n",
        "Here is the program:\n\n@program",
        "Here is the program:\n@program",
        "Sure! The program below computes the cost (in coins):\n\n@program\nIt prints 1, since 3/4 is less.",
        "**Program:**\n\n@program\n**Output:** 1",
        "python\n@program",
        "The program multiplies price and share.\n\n@indented\nThat is all.",
        "Program:\n\n@tabbed",
        "@indented",
        "First the input and the function.\n\n@program\nThe output = 1.",
        "---\n@program---\nThe result is 1.",
        "<code>\n@program</code>",
        "<code>@program</code>",
        "<pre><code class=\"language-python\">@program</code></pre>",
        "<python>\n@program</python>",
        "<program>\n@program</program>\nIt prints 1.",
        "<answer>\n```python\n@program```\n</answer>",
        "<program><![CDATA[\n@program]]></program>",
        "[PYTHON]\n@program[/PYTHON]",
        "<pre>\n@html</pre>",
        "```python\n@html```",
        "@html",
        "\"@json\"",
        "{\"program\": \"@json\"}",
        "```json\n{\"code\": \"@json\"}\n```",
        "Here you are: {\"language\": \"python\", \"code\": \"@json\", \"output\": 1}",
        "{\"code\": [@lines]}",
        "[@lines]",
        "<tool_call>\n{\"name\": \"python\", \"arguments\": {\"code\": \"@json\"}}\n</tool_call>",
        "{\"answer\": \"```python\\n@json```\"}",
        "```python\n@escaped```",
        "Here it is:\n@escaped",
        "I'm sorry, but my first try was wrong. Here is the program:\n```python\n@program```",
      })
  void aProgramIsFoundInOtherWrappings(String reply) {
    assertThat(Reply.program(filled(reply))).isEqualTo(PROGRAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"```python\n@curly```", "Here:\n@curly"})
  void curlyQuotesAreThoseOfPythonWhereThereAreNoOthers(String reply) {
    assertThat(Reply.program(filled(reply)))
        .contains("{\"price\": 3, \"share\": \"1/4\"")
        .doesNotContain("\u201c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input = {'a': '\u201cx\u201d'}\noutput = len(input['a'])\n",
        "input = {'a': '&lt;b&gt; < c'}\noutput = input['a'].replace('&lt;', '<') > ''\n",
        "input = {'a': '```'}\noutput = input['a'] * 2\n",
        "input = {'a': '<code>'}\noutput = input['a'] * 2\n",
        "input = {'a': 1}\noutput = 5 if input['a'] else 3\n",
        "input = {'a': 1}\noutput = not input['a']\n",
        "input: dict[str, int] = {'a': 1}\noutput: int = input['a'] + 1\n",
        "input = dict(a=1)\noutput = sum(\n    input.values()\n)\n",
        "input = {\n    'a': 1,\n}\n\n\nclass A:\n    b = 2\n\n\noutput = A.b * input['a']\n",
      })
  void aProgramIsNotChanged(String program) {
    assertThat(Reply.program("```python\n" + program + "```")).isEqualTo(program);
    assertThat(Reply.program("Here it is:\n\n" + program + "\nIt is short.")).isEqualTo(program);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input = the number of apples\noutput = the total of all",
        "The program has\ninput = some apples and boxes\noutput = how many there are",
        "input: the price\noutput: the cost",
        "- input = {'a': 1}\n- output = 4",
        "The input = {'a': 1} gives output = 3.",
        "```text\nThe input is a dict and the output a number.\n```",
        "```\nI would multiply 6 by 7.\n```",
        "```json\n{\"a\": 1}\n```",
        "Just multiply:\n```bash\npython cost.py\n```",
        "{\"input\": {\"a\": 1}, \"output\": 3}",
        "{\"program\": \"I cannot write it\"}",
        "\"Multiply them.\"",
        "<code>multiply both</code>",
        ">>> hello",
        "Six times seven.\n\n    is forty-two\n",
      })
  void proseIsNoProgram(String reply) {
    assertThatThrownBy(() -> Reply.program(reply))
        .asInstanceOf(type(RejectedException.class))
        .returns(Reply.NO_PROGRAM, RejectedException::reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CANNOT: it is a proof.",
        "**CANNOT:** it is a proof.",
        "**CANNOT**: it is a proof.",
        "CANNOT - it is a proof.",
        "```\nCANNOT: it is a proof.\n```",
        "> CANNOT: it is a proof.",
        "\"CANNOT: it is a proof.\"",
        "CANNOT it is a proof.",
      })
  void aModelMayDeclineInMarkup(String reply) {
    assertThatThrownBy(() -> Reply.program(reply))
        .asInstanceOf(type(RejectedException.class))
        .returns(Reply.DECLINED, RejectedException::reason)
        .extracting(e -> e.evidence().replace("\"", ""))
        .isEqualTo("it is a proof.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm sorry, but I can't help with that.",
        "I\u2019m sorry, but the program makes no sense.",
        "I am sorry, but this has no answer.",
        "Sorry, but I cannot do this.",
        "I cannot write a sensible problem for this.",
        "I can't assist with that request.",
        "I'm unable to produce a problem.",
        "Unfortunately, I cannot find a story for it.",
        "As an AI language model, I cannot judge.",
      })
  void anApologyForNothingDeclinesToo(String reply) {
    assertThatThrownBy(() -> Reply.text(reply))
        .asInstanceOf(type(RejectedException.class))
        .returns(Reply.DECLINED, RejectedException::reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I cannot remember how many apples there were, but half of them is 6. How many were there?",
        "Sorry Joe has 3 apples. How many do two such boys have?",
        "CANNOTS are birds. 3 of them sit here. How many legs have they?",
        "Unfortunately, Iris lost 3 of her 7 marbles. How many has she?",
      })
  void aProblemIsNoApology(String reply) {
    assertThat(Reply.text(reply)).isEqualTo(reply);
  }
}
