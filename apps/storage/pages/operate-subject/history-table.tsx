/** @jsxImportSource preact */
import type { HistoryEntry } from '#lib/store/subjects.ts'
import type { Language } from '#lib/text/language.ts'
import { Table } from '#lib/ui/components/table.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import type { en } from './texts.en.ts'

interface HistoryTableProps {
  readonly entries: readonly HistoryEntry[]
  readonly language: Language
  readonly texts: typeof en
}

/** Who changed a search or an offer, when, and which fields. */
export function HistoryTable({ entries, language, texts }: HistoryTableProps) {
  const { historyColumns: columns } = texts
  return (
    <Table
      label={texts.history}
      rows={entries.map((entry, index) => ({ ...entry, index }))}
      keyOf={({ index }) => String(index)}
      columns={[
        {
          head: columns.at,
          cell: ({ at }) => <UtcTime at={new Date(at).toISOString()} language={language} />,
        },
        { head: columns.action, cell: ({ action }) => texts.actions[action] },
        { head: columns.by, cell: ({ by }) => `${texts.roles[by.role]} ${by.name}` },
        { head: columns.fields, cell: ({ fields }) => fields.join(', ') },
      ]}
    />
  )
}
