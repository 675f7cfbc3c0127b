/** @jsxImportSource preact */
import { Island } from '#lib/ui/components/island.tsx'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { NeedsScript } from '#lib/ui/components/needs-script.tsx'
import { definePage } from '#lib/ui/define-page.ts'
import { SAME_FOR_EVERYBODY } from '../shared/same-for-everybody.ts'
import { SignIn } from './sign-in.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** `GET /sign-in`. */
export const signInPage = definePage({
  name: 'sign-in',
  path: '/sign-in',
  access: SAME_FOR_EVERYBODY,
  summary: 'Sign in',
  frame: PeopleFrame,
  texts: { en, de },
  load: () => () => ({}),
  view: ({ language, texts }) => (
    <>
      <NeedsScript language={language} />
      <Island name="sign-in" of={SignIn} props={{ texts }} />
    </>
  ),
})
