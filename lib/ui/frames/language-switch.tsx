/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'
import { frameTexts } from './frame-texts.ts'

/** A button that shows the page in the other language, and has the browser remember it. Works without a script. */
export function LanguageSwitch({ language, here }: { readonly language: Language; readonly here: string }) {
  const texts = frameTexts[language]
  const other: Language = language === 'en' ? 'de' : 'en'
  return (
    <form method="post" action="/language">
      <input type="hidden" name="language" value={other} />
      <input type="hidden" name="next" value={here} />
      <button type="submit" class="plain" lang={other}>
        {texts.otherLanguage}
      </button>
    </form>
  )
}
