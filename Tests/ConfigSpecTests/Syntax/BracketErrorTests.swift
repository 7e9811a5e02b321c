import Testing

@Suite struct BracketErrorTests {
  @Test(
    arguments: [
      Marked("a: «{»b: 1", "the `{` that is opened here is never closed"),
      Marked("a: «[»1, 2", "the `[` that is opened here is never closed"),
      Marked("a: «{{ $value }}»", "`{{` without quotes is a YAML map inside a map"),
      Marked("a: «{{ $value }}» per second", "`{{` without quotes is a YAML map inside a map"),
      Marked(
        "condition: «{job=\"x\"} > 1»", "a value that starts with `{` is a YAML map; text follows its end"),
      Marked("a: {b: 1«]»}", "expected `,` or `}`, found `]`"),
      Marked("a: «}»", "an unquoted value can't start with `}`"),
      Marked("a: «]»", "an unquoted value can't start with `]`"),
      Marked("a: [a]«]»", "`]` has no opening `[`"),
      Marked("a: {b: c«:» d}", "a second `: ` in one entry"),
      Marked("a: «{b, c}, d»", "a value that starts with `{` is a YAML map; text follows its end"),
      Marked("a: {path: «${input}»}", "`${input}` between `{ }` or `[ ]` needs quotes"),
      Marked("a: {path: «${{ x }}», b: 1}", "`${{ x }}` between `{ }` or `[ ]` needs quotes"),
      Marked("a: {\n  a: 1\n  «b»: 2\n}", "a `,` is missing before `b`"),
      Marked("a: «[»1\nb: 2\nc: 3", "the `[` that is opened here is never closed"),
      Marked("a: «[»x, y\nb: {c: d}\n", "the `[` that is opened here is never closed"),
      Marked("pat: «[a-z]+»\n", "a value that starts with `[` is a YAML list; text follows its end"),
      Marked("pat: «[a-z]+ b»\nx: 1", "a value that starts with `[` is a YAML list; text follows its end"),
      Marked("a: «,»b", "an unquoted value can't start with `,`"),
      Marked("a: [a,«,»b]", "expected a value, found `,`"),
      Marked(
        "stages:\n  - name: x\n    with: «{»a: 1\n  - name: y\n",
        "the `{` that is opened here is never closed"),
      Marked("a: {b: 1}«}»", "`}` has no opening `{`"),
      Marked("a: 1\n«}»", "`}` has no opening `{`"),
      Marked("{«\"uses\"» \"drop\"}", "a `:` is missing after `\"uses\"`"),
      Marked("{«\"uses\"» drop}", "a `:` is missing after `\"uses\"`"),
      Marked("a: {b: 1, «'uses'» 'drop'}", "a `:` is missing after `'uses'`"),
      Marked("k: «[a, b]: c»", "a value that starts with `[` is a YAML list; text follows its end"),
    ])
  func namesTheMistakeAndItsPlace(_ marked: Marked) {
    marked.expectFirstProblem()
  }
}
