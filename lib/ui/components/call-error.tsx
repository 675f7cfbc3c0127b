/** @jsxImportSource preact */
import type { CallProblem } from '#lib/ui/client/call.ts'
import { problemWords } from '#lib/ui/client/problem-words.ts'

/** Says why a call failed; nothing when it did not. */
export function CallError({ problem }: { readonly problem: CallProblem | undefined }) {
  return (
    <p class="error" role="alert">
      {problem === undefined ? '' : problemWords(problem)}
    </p>
  )
}
