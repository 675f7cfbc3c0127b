/** @jsxImportSource hono/jsx */

/** Where a push leads in a browser: on to the app, and to what can be seen by anybody. */
export function MatchPage() {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>A match · Pushtech</title>
        <link rel="icon" href="/public/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/public/live.css" />
      </head>
      <body>
        <header>
          <h1>
            <img src="/public/icon.svg" alt="" width={28} height={28} /> Pushtech
          </h1>
        </header>
        <main class="text">
          <h2>Somebody near you and you fit</h2>
          <p>
            Who they are and what they wrote is shown to the two of you only: open the message on the phone it
            came to, and your app leads you to the match.
          </p>
          <p>
            <a href="/">What happens now</a> · <a href="/store/offers">Offers</a> ·{' '}
            <a href="/store/searches">Searches</a>
          </p>
        </main>
      </body>
    </html>
  )
}
