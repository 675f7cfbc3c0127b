/** @jsxImportSource preact */
import { Logo } from '#lib/ui/components/logo.tsx'
import { definePage } from '#lib/ui/define-page.ts'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** `GET /matches/{id}`: a push leads here in a browser. The page tells nothing of the match: a link proves nothing. */
export const matchPage = definePage({
  name: 'match',
  path: '/matches/{id}',
  access: { everybody: 'where a push leads; it says nothing of the match' },
  summary: 'Where a push leads in a browser',
  frame: PeopleFrame,
  texts: { en, de },
  load: () => () => ({}),
  view: ({ texts }) => (
    <>
      <Logo size={48} />
      <h1>{texts.heading}</h1>
      <p>{texts.text}</p>
      <p>
        <a href="/">{texts.now}</a>
      </p>
    </>
  ),
})
