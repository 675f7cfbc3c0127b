/** @jsxImportSource preact */
import { definePage } from '#lib/ui/define-page.ts'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { SAME_FOR_EVERYBODY } from '../shared/same-for-everybody.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** `GET /confirmed`: the link that confirms an address leads here; `error` says that it did not work. */
export const confirmedPage = definePage({
  name: 'confirmed',
  path: '/confirmed',
  access: SAME_FOR_EVERYBODY,
  summary: 'The page after the confirmation of a mail address',
  frame: PeopleFrame,
  texts: { en, de },
  load: () => (c) => ({ isGood: c.req.query('error') === undefined }),
  view({ texts, data: { isGood } }) {
    const { title, text } = isGood ? texts.good : texts.bad
    return (
      <>
        <h1>{title}</h1>
        <p>{text}</p>
        <p>
          <a href="/sign-in">{texts.signIn}</a>
        </p>
        {/* There is no button that sends the mail again: the newest sign-up with the address may be somebody else's. */}
        {!isGood && (
          <p>
            <a href="/sign-up">{texts.signUp}</a>
          </p>
        )}
      </>
    )
  },
})
