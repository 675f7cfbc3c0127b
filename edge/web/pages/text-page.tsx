/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

/** What a page of text shows. */
interface TextPageProps {
  readonly title: string
  readonly heading: string
  readonly children: Child
}

/** A page to read, which search engines leave alone. */
export function TextPage({ title, heading, children }: TextPageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title} · Pushtech</title>
        <link rel="icon" href="/public/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/public/live.css" />
      </head>
      <body>
        <header>
          <h1>
            <img src="/public/icon.svg" alt="" width={28} height={28} /> {heading}
          </h1>
        </header>
        <main class="text">{children}</main>
      </body>
    </html>
  )
}
