/** @jsxImportSource preact */
import type { DeliveryCounts } from '#lib/store/deliveries.ts'
import type { Language } from '#lib/text/language.ts'
import { Table } from '#lib/ui/components/table.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import type { ShownMatch } from '../../pair-titles.ts'
import type { en } from './texts.en.ts'

interface MatchTableProps {
  readonly matches: readonly ShownMatch[]
  /** Undefined when they could not be read. */
  readonly deliveries: ReadonlyMap<string, DeliveryCounts> | undefined
  readonly language: Language
  readonly texts: typeof en
}

/** The matches of a search or an offer, each with a link to its other side, and with the numbers of its deliveries to both sides. */
export function MatchTable({ matches, deliveries, language, texts }: MatchTableProps) {
  const { matchColumns: columns } = texts
  return (
    <Table
      label={texts.matchesTitle}
      rows={matches}
      keyOf={({ id }) => id}
      columns={[
        {
          head: columns.other,
          cell: ({ other }) =>
            other === undefined ? (
              <span class="quiet">{texts.unseen}</span>
            ) : (
              <a href={other.href}>{other.title}</a>
            ),
        },
        {
          head: columns.state,
          cell: ({ state }) => (
            <span class={`state ${state === 'together' ? 'good' : 'bad'}`}>{texts.matchStates[state]}</span>
          ),
        },
        { head: columns.found, cell: ({ foundAt }) => <UtcTime at={foundAt} language={language} /> },
        {
          head: columns.ended,
          cell: ({ endedAt }) => endedAt && <UtcTime at={endedAt} language={language} />,
        },
        { head: columns.distance, cell: ({ distanceClass }) => `${distanceClass}\u00A0km` },
        { head: columns.deliveries, cell: ({ id }) => countsInWords(deliveries?.get(id) ?? {}, texts) },
      ]}
    />
  )
}

function countsInWords(counts: DeliveryCounts, { deliveryStates }: typeof en): string {
  const words: Readonly<Record<string, string>> = deliveryStates
  return Object.entries(counts)
    .toSorted(([a], [b]) => Object.keys(words).indexOf(a) - Object.keys(words).indexOf(b))
    .map(([state, count]) => `${count}\u00A0${words[state] ?? state}`)
    .join(', ')
}
