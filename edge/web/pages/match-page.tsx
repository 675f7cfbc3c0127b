/** @jsxImportSource hono/jsx */
import { TextPage } from './text-page.tsx'

/** Where a push leads in a browser: on to the app, and to what can be seen by anybody. */
export function MatchPage() {
  return (
    <TextPage title="A match" heading="Pushtech">
      <h2>Somebody near you and you fit</h2>
      <p>
        Who they are and what they wrote is shown to the two of you only: open the message on the phone it
        came to, and your app leads you to the match.
      </p>
      <p>
        <a href="/">What happens now</a> · <a href="/store/offers">Offers</a> ·{' '}
        <a href="/store/searches">Searches</a>
      </p>
    </TextPage>
  )
}
