/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'

const TEXTS = {
  en: 'This page needs JavaScript. Switch it on for this site, and reload the page.',
  de: 'Diese Seite braucht JavaScript. Schalte es für diese Seite ein, und lade sie neu.',
}

/** Says on a page that can be read but not used without a script what its reader can do. */
export function NeedsScript({ language }: { readonly language: Language }) {
  return (
    <noscript>
      <p class="warning">{TEXTS[language]}</p>
    </noscript>
  )
}
