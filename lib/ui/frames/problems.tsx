/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'
import { problemTexts } from './problem-texts.ts'

/** The texts of problems, for scripts; see `problemWords()`. Nothing of it is shown. */
export function Problems({ language }: { readonly language: Language }) {
  return (
    <template id="problems">
      {Object.entries(problemTexts[language]).map(([code, text]) => (
        <p key={code} data-code={code}>
          {text}
        </p>
      ))}
    </template>
  )
}
