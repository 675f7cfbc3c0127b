/** @jsxImportSource preact */
import { Island } from '#lib/ui/components/island.tsx'
import { NeedsScript } from '#lib/ui/components/needs-script.tsx'
import { definePage } from '#lib/ui/define-page.ts'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { SAME_FOR_EVERYBODY } from '../shared/same-for-everybody.ts'
import { ResetPassword } from './reset-password.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** `GET /reset-password`. */
export const resetPasswordPage = definePage({
  name: 'reset-password',
  path: '/reset-password',
  access: SAME_FOR_EVERYBODY,
  summary: 'Choose a new password',
  frame: PeopleFrame,
  texts: { en, de },
  load: () => () => ({}),
  view: ({ language, texts }) => (
    <>
      <NeedsScript language={language} />
      <Island name="reset-password" of={ResetPassword} props={{ texts }} />
    </>
  ),
})
