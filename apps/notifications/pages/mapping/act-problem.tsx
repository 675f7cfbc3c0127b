/** @jsxImportSource preact */
import type { CallProblem } from '#lib/ui/client/call.ts'
import { CallError } from '#lib/ui/components/call-error.tsx'
import type { en } from './texts.en.ts'

interface ActProblemProps {
  readonly problem: CallProblem | undefined
  readonly texts: (typeof en)['actions']['problems']
}

/** Says why an act failed: in words for this page where there are some. */
export function ActProblem({ problem, texts }: ActProblemProps) {
  const words = new Map<string, string>(Object.entries(texts)).get(problem?.code ?? '')
  if (words === undefined) return <CallError problem={problem} />
  return (
    <p class="error" role="alert">
      {words}
    </p>
  )
}
