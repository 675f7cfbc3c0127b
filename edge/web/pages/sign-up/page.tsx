/** @jsxImportSource preact */
import { Island } from '#lib/ui/components/island.tsx'
import { NeedsScript } from '#lib/ui/components/needs-script.tsx'
import { definePage } from '#lib/ui/define-page.ts'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { SAME_FOR_EVERYBODY } from '../shared/same-for-everybody.ts'
import { SignUp } from './sign-up.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** `GET /sign-up`. */
export const signUpPage = definePage({
  name: 'sign-up',
  path: '/sign-up',
  access: SAME_FOR_EVERYBODY,
  summary: 'Sign up',
  frame: PeopleFrame,
  texts: { en, de },
  load: () => () => ({}),
  view: ({ language, texts }) => (
    <>
      <NeedsScript language={language} />
      <Island name="sign-up" of={SignUp} props={{ texts }} />
    </>
  ),
})
