/** @jsxImportSource preact */
import type { z } from '@hono/zod-openapi'
import type { Language } from '#lib/text/language.ts'
import { Table } from '#lib/ui/components/table.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import type { mappingSchema } from '../../mapping-wire.ts'
import { MappingStateMark } from '../shared/mapping-state.tsx'
import type { en } from './texts.en.ts'

interface MappingTableProps {
  readonly items: readonly z.output<typeof mappingSchema>[]
  readonly language: Language
  readonly texts: typeof en
}

/** Subscriptions as a table; on a narrow screen each is a card. The page of each has its deliveries and what can be done. */
export function MappingTable({ items, language, texts }: MappingTableProps) {
  const { columns } = texts
  return (
    <Table
      label={texts.title}
      rows={items}
      keyOf={({ device_id: device }) => device}
      columns={[
        {
          head: columns.device,
          cell: ({ device_id: device }) => (
            <a class="value" href={`/mappings/${encodeURIComponent(device)}`}>
              {device}
            </a>
          ),
        },
        {
          head: columns.user,
          cell: ({ user }) => (
            <a class="value" href={`/mappings?user=${encodeURIComponent(user)}`}>
              {user}
            </a>
          ),
        },
        {
          head: columns.channel,
          cell: ({ channel }) =>
            channel === 'none' ? texts.noChannel : <span class="value">{channel}</span>,
        },
        { head: columns.state, cell: ({ state }) => <MappingStateMark state={state} texts={texts} /> },
        { head: columns.locale, cell: ({ locale }) => texts.locales[locale] },
        { head: columns.tz, cell: ({ tz }) => <span class="value">{tz}</span> },
        {
          head: columns.registered,
          cell: ({ created }) => <UtcTime at={created} language={language} isShort />,
        },
        {
          head: columns.modified,
          cell: ({ modified }) => <UtcTime at={modified} language={language} isShort />,
        },
      ]}
    />
  )
}
