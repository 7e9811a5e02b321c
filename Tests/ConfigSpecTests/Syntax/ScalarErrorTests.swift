import Testing

@Suite struct ScalarErrorTests {
  @Test(
    arguments: [
      Marked("a: b«:» c", "the value of `a` contains `: `, which begins a new value in YAML"),
      Marked("a: «\"x»\nb: 1", "the quote `\"` that is opened here is never closed"),
      Marked("a: «%»x", "an unquoted value can't start with `%`"),
      Marked("a: «@»x", "an unquoted value can't start with `@`"),
      Marked("a: «`»x`", "an unquoted value can't start with ```"),
      Marked("when: «!x»", "`!x` is a YAML tag here, not part of the value"),
      Marked("when: «!x» > 1", "`!x` is a YAML tag here, not part of the value"),
      Marked("when: «!(a» == b)", "`!(a` is a YAML tag here, not part of the value"),
      Marked("a: «|x»\n  y", "`|` begins a block text, so nothing may follow it on its line"),
      Marked("a: \"«\\q»\"", "`\\q` is no escape that double quotes know"),
      Marked("a: 'it'«s'»", "text follows the closing quote"),
      Marked("a: «!<x» y", "`!<x` is a YAML tag here, not part of the value"),
      Marked("a: \"x\" «y»", "text follows the closing quote"),
      Marked("a: «\u{1}»", "the file contains the control character U+0001, which YAML does not allow"),
      Marked("? «[a]»\n: b", "a key must be text, found a list"),
      Marked("key: «\"unclosed»\nb: \"x\"\nc: 1", "the quote `\"` that is opened here is never closed"),
      Marked("a: «&»a &b c", "an unquoted value that starts with `&` is a YAML anchor"),
      Marked("a: \"b\"«: c»", "text follows the closing quote"),
      Marked("a: «*» * * *", "an unquoted value that starts with `*` is a YAML alias"),
      Marked("a: «&»", "an unquoted value that starts with `&` is a YAML anchor"),
      Marked("a: «> 5»", "`>` begins a block text, so nothing may follow it on its line"),
      Marked("«»", "the file is empty"),
      Marked("«»# only\n", "the file holds no value, only blanks or comments"),
      Marked("a: x:y«:» z", "the value of `a` contains `: `, which begins a new value in YAML"),
      Marked("a:«\u{A0}»b\nc: 1", "this is a no-break space (U+00A0), not a space"),
      Marked("when: a == 'b'«:» c", "the value of `when` contains `: `, which begins a new value in YAML"),
      Marked("«\"a: 1»\nb: 2\n", "the quote `\"` that is opened here is never closed"),
      Marked("a: «'x»\nb: 'y'\n", "the quote `'` that is opened here is never closed"),
      Marked("a: {b: 'x' «'y'}»", "text follows the closing quote"),
      Marked("a: \"C:«\\d»ir\"", "`\\d` is no escape that double quotes know"),
      Marked("x: <<\n<<: «5»", "`<<` merges a map or a list of maps, found 5"),
      Marked("ä: ö«:» x", "the value of `ä` contains `: `, which begins a new value in YAML"),
      Marked(
        "rules:\n- check: a ? b «:» c", "the value of `check` contains `: `, which begins a new value in YAML"
      ),
      Marked("key: «!!int» 5", "`!!int` is a YAML tag here, not part of the value"),
      Marked("a: «\"x\\»", "the quote `\"` that is opened here is never closed"),
      Marked("«@»a: 1", "an unquoted key can't start with `@`"),
    ])
  func namesTheMistakeAndItsPlace(_ marked: Marked) {
    marked.expectFirstProblem()
  }
}
