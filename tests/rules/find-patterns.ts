import ts from 'typescript'

/** A regular expression in a source. */
export interface FoundPattern {
  readonly line: number
  readonly source: string
  readonly flags: string
}

/** The regular expressions of a source. */
export interface FoundPatterns {
  readonly patterns: readonly FoundPattern[]
  /** Lines that build a regular expression at run time, which cannot be checked. */
  readonly madeAtRunTime: readonly number[]
  /** Formats of zod that are regular expressions, such as `email` and `iso.datetime`. */
  readonly formats: readonly string[]
}

// A text argument of these methods becomes a regular expression.
const TAKES_PATTERN: ReadonlySet<string> = new Set(['match', 'matchAll', 'search'])

/** Finds all regular expressions in a source: literals, constructors and arguments of methods. */
export function findPatterns(path: string, text: string): FoundPatterns {
  const patterns: FoundPattern[] = []
  const madeAtRunTime: number[] = []
  const formats: string[] = []
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart()).line + 1

  function take(node: ts.Node, [source, flags]: readonly ts.Node[]): void {
    if (source === undefined || ts.isRegularExpressionLiteral(source)) return
    const isConstant =
      ts.isStringLiteralLike(source) && (flags === undefined || ts.isStringLiteralLike(flags))
    if (!isConstant) return void madeAtRunTime.push(lineOf(node))
    patterns.push({
      line: lineOf(node),
      source: source.text,
      flags: flags !== undefined && ts.isStringLiteralLike(flags) ? flags.text : '',
    })
  }

  function visit(node: ts.Node): void {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      patterns.push({
        line: lineOf(node),
        source: node.text.slice(1, end),
        flags: node.text.slice(end + 1),
      })
    }
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const { expression, arguments: given = [] } = node
      const [first] = given
      if (expression.getText().endsWith('RegExp')) take(node, given)
      if (ts.isPropertyAccessExpression(expression)) {
        const isText = first !== undefined && ts.isStringLiteralLike(first)
        if (TAKES_PATTERN.has(expression.name.text) && isText) take(node, [first])
        const called = expression.getText()
        if (called.startsWith('z.')) formats.push(called.slice('z.'.length))
      }
    }
    ts.forEachChild(node, visit)
  }

  visit(file)
  return { patterns, madeAtRunTime, formats }
}
