/** @jsxImportSource preact */
import { Island } from '#lib/ui/components/island.tsx'
import { NeedsScript } from '#lib/ui/components/needs-script.tsx'
import { definePage } from '#lib/ui/define-page.ts'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { SAME_FOR_EVERYBODY } from '../shared/same-for-everybody.ts'
import { Account } from './account.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** `GET /account`. */
export const accountPage = definePage({
  name: 'account',
  path: '/account',
  access: SAME_FOR_EVERYBODY,
  summary: 'Manage an account',
  frame: PeopleFrame,
  texts: { en, de },
  load: () => () => ({}),
  view: ({ language, texts }) => (
    <>
      <NeedsScript language={language} />
      <Island name="account" of={Account} props={{ texts, language }} />
    </>
  ),
})
