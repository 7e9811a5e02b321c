import Testing

@Suite struct BlockErrorTests {
  @Test(
    arguments: [
      Marked("«\t»a: 1", "a tab is used as indentation"),
      Marked("a:\n«\t»b: 1", "a tab is used as indentation"),
      Marked("a: 1\n  «b»: 2", "`b` is indented deeper than `a`, which already has a value"),
      Marked("a: 1\n «b»: 2", "`b` is indented deeper than `a`, which already has a value"),
      Marked("- a\n«b»: 1", "`b` stands in the list that began in line 1, but is no item of it"),
      Marked("a: «*x»", "`*x` is an alias, but no anchor `&x` stands before it"),
      Marked("a: b\n «c»: d", "`c` is indented deeper than `a`, which already has a value"),
      Marked("a«:»1\nb: 2", "a space is missing after the `:` of `a`"),
      Marked("a: «-» b", "a list can't begin on the line of its key"),
      Marked("«a»\nb: 1", "expected `key: value`, found `a`"),
      Marked("- a\n - «b»\n c: d", "expected `key: value`, found `b`"),
      Marked("---\na: 1\n«---»\nb: 2", "the file holds more than one document; the second begins here"),
      Marked("«%FOO»\na: b", "a line that starts with `%` is a YAML directive"),
      Marked("a: x\nb: 1\n«c»", "expected `key: value`, found `c`"),
      Marked("a: |\n   x\n  «y»\n z", "`y` is indented less than the block text above"),
      Marked("a:\n  - b\n  «c»: 1", "`c` stands in the list that began in line 2, but is no item of it"),
      Marked("a:\n  b: 1\n «c»: 2\n", "the indentation of `c` fits no line above"),
      Marked("a:\n- b\n- c\n«d»", "expected `key: value`, found `d`"),
      Marked(
        "- - a\n «-» b\n-c",
        "the `-` of this item is in column 2, those of its list are in column 1"),
      Marked("a: >\n«\t»foo", "a tab is used as indentation"),
      Marked("«:»\n", "a key is missing before the `:`"),
      Marked("a: 1\n«a»: 2", "the key `a` stands twice in this map"),
      Marked(" a: 1\n«b»: 2", "`b` stands further left than the first line"),
      Marked("a: &x [«*x»]", "the alias `*x` stands inside the value that it names"),
      Marked("a: «*b»", "`*b` is an alias, but no anchor `&b` stands before it"),
      Marked("a:\n  - x: 1\n   «y»: 2", "`y` stands in the list that began in line 2, but is no item of it"),
      Marked(
        "a:\n  - x: 1\n    y: 2\n   «z»: 3",
        "`z` stands in the list that began in line 2, but is no item of it"),
      Marked(
        "stages:\n  - name: a\n  «uses»: b\n",
        "`uses` stands in the list that began in line 2, but is no item of it"),
      Marked("a: b\n«-» c", "a list item stands below `a`, which already has a value"),
      Marked("a: \"b\"\n  «-» c\n", "a list item stands below `a`, which already has a value"),
      Marked("«a = 1»\nb: 2", "expected `key: value`, found `a = 1`"),
      Marked("a:\n    b: 1\n   «c»: 2\n", "the indentation of `c` fits no line above"),
      Marked("a: «-»\n  - b", "a list can't begin on the line of its key"),
      Marked("- 1\n«b»", "expected `key: value`, found `b`"),
      Marked("a: 1\n  «-» b: 2\n", "a list item stands below `a`, which already has a value"),
      Marked("a:\n  «b»\n  c: 1", "expected `key: value`, found `b`"),
      Marked("a: b # c\n  «d»: e", "`d` is indented deeper than `a`, which already has a value"),
      Marked(
        "name: test\n «stages»:\n  - a\n",
        "`stages` is indented deeper than `name`, which already has a value"),
      Marked("a: |\n«\t»x", "a tab is used as indentation"),
      Marked("a: x\n«\t»b: y", "a tab is used as indentation"),
    ])
  func namesTheMistakeAndItsPlace(_ marked: Marked) {
    marked.expectFirstProblem()
  }
}
