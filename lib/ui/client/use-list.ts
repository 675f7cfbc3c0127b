import { useCallback, useEffect, useState } from 'preact/hooks'
import { call, type AnswerOf, type CallProblem, type InputOf, type Operation } from './call.ts'

/** A list that a page reads and changes. */
export interface List<Answer> {
  /** Undefined until it is read. */
  readonly answer: Answer | undefined
  /** Why the last call failed. */
  readonly problem: CallProblem | undefined
  reload(): Promise<void>
  /** Calls an operation that changes something, and reads the list again when it worked. */
  change<Name extends Operation>(operation: Name, input: InputOf<Name>): Promise<void>
}

/** Reads a list when `isWanted` becomes true. */
export function useList<Name extends Operation>(
  operation: Name,
  input: InputOf<Name>,
  isWanted: boolean,
): List<AnswerOf<Name>> {
  const [answer, setAnswer] = useState<AnswerOf<Name>>()
  const [problem, setProblem] = useState<CallProblem>()
  const reload = useCallback(async () => {
    const outcome = await call(operation, input)
    setProblem(outcome.ok ? undefined : outcome.problem)
    if (outcome.ok) setAnswer(() => outcome.body)
  }, [operation])
  useEffect(() => {
    if (isWanted) void reload()
  }, [isWanted, reload])
  return {
    answer,
    problem,
    reload,
    async change(changing, changed) {
      const outcome = await call(changing, changed)
      if (outcome.ok) await reload()
      else setProblem(outcome.problem)
    },
  }
}
