/** @jsxImportSource preact */
import type { z } from '@hono/zod-openapi'
import type { Language } from '#lib/text/language.ts'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import type { mappingSchema } from '../../mapping-wire.ts'
import { MappingStateMark } from '../shared/mapping-state.tsx'
import type { en } from './texts.en.ts'

interface MappingFactsProps {
  readonly mapping: z.output<typeof mappingSchema>
  readonly language: Language
  readonly texts: typeof en
}

/** What is known of a subscription. */
export function MappingFacts({ mapping, language, texts }: MappingFactsProps) {
  const { user, channel, subscription_id: subscription, locale, tz, state, created, modified } = mapping
  const { columns } = texts
  const rows = [
    [
      columns.user,
      <>
        <span class="value">{user}</span> ·{' '}
        <a href={`/mappings?user=${encodeURIComponent(user)}`}>{texts.allOfPerson}</a>
      </>,
    ],
    [columns.channel, channel === 'none' ? texts.noChannel : <span class="value">{channel}</span>],
    [columns.state, <MappingStateMark state={state} texts={texts} />],
    [columns.subscription, subscription !== '' && <code class="value">{subscription}</code>],
    [columns.locale, texts.locales[locale]],
    [columns.tz, <span class="value">{tz}</span>],
    [columns.registered, <UtcTime at={created} language={language} />],
    [columns.modified, <UtcTime at={modified} language={language} />],
  ] as const
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value !== false)
        .map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  )
}
