/** @jsxImportSource hono/jsx */
import type { Question } from '../texts/devices-texts.ts'

/** Asks before something is done to a device, and says what will happen. */
export function AskDialog({ id, question, no }: { id: string; question: Question; no: string }) {
  return (
    <dialog id={id} aria-labelledby={`${id}-title`}>
      <form method="dialog">
        <h2 id={`${id}-title`}>
          {question.title} <span data-name></span>
        </h2>
        <p>{question.text}</p>
        <p class="buttons">
          <button type="submit" value="yes">
            {question.yes}
          </button>
          <button type="submit" value="no" class="second">
            {no}
          </button>
        </p>
      </form>
    </dialog>
  )
}
