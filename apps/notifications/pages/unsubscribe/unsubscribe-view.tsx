/** @jsxImportSource preact */
import type { MailLinkClaims } from '#lib/auth/mail-links.ts'
import { defineView } from '#lib/ui/define-view.tsx'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** What a link does, and whether it was done; no claims when the link is not valid. */
interface UnsubscribeData {
  readonly claims: MailLinkClaims | undefined
  readonly isDone: boolean
}

/**
 * What a link in a notification leads to: one button, because programs that check mails open each link. The form needs no script.
 */
export const unsubscribeView = defineView({
  name: 'unsubscribe',
  frame: PeopleFrame,
  texts: { en, de },
  view({ texts, data: { claims, isDone } }: { texts: typeof en; data: UnsubscribeData }) {
    if (claims === undefined)
      return (
        <>
          <h1>{texts.invalid.heading}</h1>
          <p>{texts.invalid.text}</p>
          <p>
            <a href="/sign-in">{texts.signIn}</a>
          </p>
        </>
      )
    const { act } = claims
    if (isDone)
      return (
        <>
          <h1>{texts.heading}</h1>
          <p id="done">{texts.done[act]}</p>
        </>
      )
    return (
      <>
        <h1>
          {claims.act === 'no-mail' ? texts.ask['no-mail'] : texts.ask[claims.act][claims.subject.kind]}
        </h1>
        <p>{texts.means[act]}</p>
        {/* Without an action, a form posts to the address of its page. */}
        <form method="post">
          <p class="buttons">
            <button type="submit" class={act === 'delete' ? 'danger' : undefined}>
              {texts.submit[act]}
            </button>
          </p>
        </form>
      </>
    )
  },
})
