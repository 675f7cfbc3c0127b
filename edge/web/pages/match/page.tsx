/** @jsxImportSource preact */
import { Logo } from '#lib/ui/components/logo.tsx'
import { definePage } from '#lib/ui/define-page.ts'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** `GET /matches/{id}`: a push opens it in a browser. It shows nothing of the match, because everybody may open the link. */
export const matchPage = definePage({
  name: 'match',
  path: '/matches/{id}',
  access: { everybody: 'a push opens it; it shows nothing of the match' },
  summary: 'The page that a push opens',
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
