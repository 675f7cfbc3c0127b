/** @jsxImportSource preact */
import type { FrameProps } from '#lib/ui/frame.ts'
import { Brand } from './brand.tsx'
import { Foot } from './foot.tsx'
import { frameTexts } from './frame-texts.ts'
import { Problems } from './problems.tsx'
import { CONTENT, SkipLink } from './skip-link.tsx'

/** The pages of the stations that operators reach from everywhere, by the name of their text. */
export const OPERATE_LINKS = [
  ['tail', '/kafidx'],
  ['offers', '/store/offers'],
  ['searches', '/store/searches'],
  ['pictures', '/assets'],
  ['reports', '/store/reports'],
  ['counters', '/consumers'],
  ['subscriptions', '/mappings'],
  ['jobs', '/jobs'],
  ['audit', '/accounts/audit'],
  ['account', '/account'],
] as const

/** What is around the pages for operators. */
export function OperateFrame({ language, here, children }: FrameProps) {
  const texts = frameTexts[language]
  const [path] = here.split('?')
  return (
    <>
      <SkipLink language={language} />
      <header class="top">
        <Brand />
        <nav aria-label={texts.pages}>
          {OPERATE_LINKS.map(([name, href]) => (
            <a key={href} href={href} aria-current={href === path ? 'page' : undefined}>
              {texts[name]}
            </a>
          ))}
        </nav>
      </header>
      <main id={CONTENT} tabindex={-1} class="page wide">
        {children}
      </main>
      <Foot language={language} here={here} />
      <Problems language={language} />
    </>
  )
}
