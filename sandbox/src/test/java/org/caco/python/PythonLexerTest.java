package org.caco.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.caco.python.PythonLexer.Kind;
import org.caco.python.PythonLexer.Line;
import org.caco.python.PythonLexer.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonLexerTest {
  private static List<String> texts(String source) {
    return PythonLexer.tokens(source).stream().map(Token::text).toList();
  }

  private static Token only(String source) {
    List<Token> tokens = PythonLexer.tokens(source);
    assertThat(tokens).hasSize(1);
    return tokens.get(0);
  }

  @Test
  void tokensAreNamesNumbersStringsAndSigns() {
    assertThat(PythonLexer.tokens("x1 = 1_0.5e-3+'a'"))
        .extracting(Token::kind)
        .containsExactly(Kind.NAME, Kind.SIGN, Kind.NUMBER, Kind.SIGN, Kind.STRING);
  }

  @Test
  void operatorsAreAsLongAsTheyCanBe() {
    assertThat(texts("a**=b//c<=d!=e->f:=g<<1"))
        .containsExactly(
            "a", "**=", "b", "//", "c", "<=", "d", "!=", "e", "->", "f", ":=", "g", "<<", "1");
  }

  @ParameterizedTest
  @CsvSource({"1e-5", "0x1F", "0b10", "1_000.5", ".5", "5.", "1E+10", "3j"})
  void aNumberIsOneToken(String number) {
    assertThat(only(number)).matches(token -> token.kind() == Kind.NUMBER);
  }

  @Test
  void aSignBelongsToTheExponentOfADecimalNumberOnly() {
    assertThat(texts("0xe+1")).containsExactly("0xe", "+", "1");
    assertThat(texts("1e+x")).containsExactly("1e", "+", "x");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'a'||'|a",
        "\"it's\"||\"|it's",
        "'a\\'b'||'|a\\'b",
        "rb'\\d'|rb|'|\\d",
        "f\"\"\"a\"b\"\"\"|f|\"\"\"|a\"b",
        "''||'|",
        "''''''||'''|"
      })
  void aStringHasAPrefixQuotesAndABody(String string, String prefix, String quote, String body) {
    Token token = only(string);
    assertThat(List.of(token.prefix(), token.quote(), token.body(), token.isClosed()))
        .isEqualTo(List.of(prefix == null ? "" : prefix, quote, body == null ? "" : body, true));
  }

  @Test
  void aStringThatIsNeverClosedEndsWithItsLine() {
    assertThat(texts("a = 'b\nc")).containsExactly("a", "=", "'b", "c");
    assertThat(PythonLexer.tokens("'''b\nc\\")).noneMatch(Token::isClosed);
  }

  @Test
  void aLineGoesOnOverBracketsAndAfterABackslash() {
    assertThat(PythonLexer.lines("a = [1, # one\n  2]\nb = \\\r\n  3\n\n# nothing\nc"))
        .extracting(line -> line.tokens().get(0).text())
        .containsExactly("a", "b", "c");
  }

  @Test
  void linesInsideOfTextsAreNone() {
    assertThat(PythonLexer.lines("a = '''\nb\n  c\n'''\nd")).hasSize(2);
  }

  @Test
  void aTabGoesToTheNextMultipleOfEight() {
    assertThat(PythonLexer.lines("a\n  b\n \tc\n\t d"))
        .extracting(Line::column)
        .containsExactly(0, 2, 8, 9);
  }

  @Test
  void onlyALineWithAnOpenBracketIsIncomplete() {
    assertThat(PythonLexer.lines("a()\n)b\nc("))
        .extracting(Line::isComplete)
        .containsExactly(true, true, false);
  }

  /** Every sign that is no layout is in a token, in its place, whatever the text is. */
  @Property
  void tokensStandWhereTheySayAndLeaveOutLayoutOnly(
      @ForAll
          @StringLength(max = 60)
          @Chars({
            'a', 'e', 'f', '1', '0', 'x', '.', '\'', '"', '\\', '\n', '\r', ' ', '\t', '(', ')',
            '=', '*', '-', 'é'
          })
          String source) {
    StringBuilder rest = new StringBuilder();
    int at = 0;
    for (Token token : PythonLexer.tokens(source)) {
      rest.append(source, at, token.start());
      assertThat(source.substring(token.start(), token.end())).isEqualTo(token.text());
      at = token.end();
    }
    rest.append(source.substring(at));
    assertThat(rest.toString()).matches("(?:\\s|\\\\[\\n\\r])*");
  }
}
