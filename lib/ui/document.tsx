/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import type { Language } from '#lib/text/language.ts'

/** What an HTML document consists of. */
export interface DocumentProps {
  readonly language: Language
  readonly title: string
  /** One sentence for search engines. Without it search engines must not list the page. */
  readonly description?: string | undefined
  /** Paths of built files. */
  readonly icon: string
  readonly styles: readonly string[]
  readonly script?: string | undefined
  readonly children: ComponentChildren
}

/** A whole HTML document. It loads only our own files and has no inline script and no inline style. */
export function Document({ language, title, description, icon, styles, script, children }: DocumentProps) {
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {description === undefined ? (
          <meta name="robots" content="noindex" />
        ) : (
          <meta name="description" content={description} />
        )}
        <title>{`${title} · Pushtech`}</title>
        <link rel="icon" href={icon} type="image/svg+xml" />
        {styles.map((path) => (
          <link key={path} rel="stylesheet" href={path} />
        ))}
        {script !== undefined && <script type="module" src={script}></script>}
      </head>
      <body>{children}</body>
    </html>
  )
}
