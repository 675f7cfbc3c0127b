/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { PageHead } from './page-head.tsx'

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
      <PageHead title={title} />
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
