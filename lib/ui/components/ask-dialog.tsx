/** @jsxImportSource preact */
import { useEffect, useRef } from 'preact/hooks'

/** A question before something is done that cannot be undone. */
export interface Question {
  readonly title: string
  readonly text: string
  readonly yes: string
}

interface AskDialogProps {
  readonly question: Question
  /** What it is done to. */
  readonly name: string
  readonly no: string
  readonly onAnswer: (isYes: boolean) => void
}

/** Asks before something is done, and says what will happen. It is open while it is shown. */
export function AskDialog({ question, name, no, onAnswer }: AskDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby="question-title"
      onClose={() => onAnswer(dialog.current?.returnValue === 'yes')}
    >
      <form method="dialog">
        <h2 id="question-title">
          {question.title} {name}
        </h2>
        <p>{question.text}</p>
        <p class="buttons">
          <button type="submit" value="yes">
            {question.yes}
          </button>
          {/* It has the focus first, so that a key Enter that is held down too long changes nothing. */}
          <button type="submit" value="no" class="second" autofocus>
            {no}
          </button>
        </p>
      </form>
    </dialog>
  )
}
