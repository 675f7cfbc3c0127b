/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

/** The layout of the pages of kafidx. */
export function Layout({ title, script, children }: { title: string; script?: string; children: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title} · Pushtech</title>
        <link rel="icon" href="/kafidx/public/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/kafidx/public/kafidx.css" />
        {script !== undefined && <script type="module" src={`/kafidx/public/${script}`}></script>}
      </head>
      <body>
        <header>
          <a href="/">Pushtech</a>
          <nav>
            <a href="/kafidx">Live tail</a>
            <a href="/consumers">Counters</a>
            <a href="/jobs">Jobs</a>
          </nav>
        </header>
        <main>{children}</main>
      </body>
    </html>
  )
}
