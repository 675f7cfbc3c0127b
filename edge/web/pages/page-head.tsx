/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

/** What is in the head of a page that search engines leave alone; what only some pages load is put into it. */
export function PageHead({ title, children }: { title: string; children?: Child }) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>{title} · Pushtech</title>
      <link rel="icon" href="/public/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/public/live.css" />
      {children}
    </head>
  )
}
