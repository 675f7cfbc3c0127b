/** @jsxImportSource hono/jsx */
import type { WebOptions } from '../options.ts'

/** The live page: rates, a map of what moves, the last matches and events. Its script fills it from `/live`. */
export function LivePage({ livePage }: Pick<WebOptions, 'livePage'>) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="Matches searches and offers near each other, both ways" />
        <title>Pushtech, live</title>
        <link rel="icon" href="/public/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/public/live.css" />
        <script type="module" src="/public/live.js"></script>
      </head>
      <body data-live={livePage}>
        <header>
          <h1>
            <img src="/public/icon.svg" alt="" width={28} height={28} /> Pushtech
          </h1>
          <p class="tagline">searches and offers that meet, live</p>
          <nav aria-label="Stations">
            <a href="/kafidx">Live tail</a>
            <a href="/store/offers">Offers</a>
            <a href="/store/searches">Searches</a>
            <a href="/consumers">Counters</a>
            <a href="/jobs">Jobs</a>
            <a href="/account">My account</a>
          </nav>
          <p id="state" role="status">
            connecting …
          </p>
        </header>
        <main>
          <section class="tiles" aria-label="Figures">
            <Tile id="rate" label="events a second" />
            <Tile id="moving" label="phones moving" />
            <Tile id="matches" label="matches" />
            <Tile id="rings" label="pairs rung" />
          </section>
          <section class="map" aria-label="Map">
            <canvas
              id="map"
              role="img"
              aria-label="Where phones moved and matches were found lately; the lists tell the same"
            ></canvas>
            <p class="legend">
              <span class="key dot"></span> a phone, on a 500 m grid <span class="key ring"></span> a match
            </p>
            <p id="quiet" hidden>
              Nothing happens at the moment. See something: <code>npx bun run push simulate</code>
            </p>
          </section>
          <section class="lists">
            <div>
              <h2>Last matches</h2>
              <ol id="match-list">
                <li class="none">none yet</li>
              </ol>
            </div>
            <div>
              <h2>Last events</h2>
              <ol id="event-list">
                <li class="none">none yet</li>
              </ol>
            </div>
            <div>
              <h2>Rates by type</h2>
              <dl id="rate-list"></dl>
            </div>
          </section>
        </main>
        <footer>
          Devices are renamed and places blurred. Cities by IP address:{' '}
          <a href="https://db-ip.com">IP Geolocation by DB-IP</a>.
        </footer>
      </body>
    </html>
  )
}

function Tile({ id, label }: { id: string; label: string }) {
  return (
    <div class="tile">
      <strong id={id}>–</strong>
      <span>{label}</span>
    </div>
  )
}
