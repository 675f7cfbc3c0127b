/** @jsxImportSource preact */
import type { MatchList } from '#lib/service-client/match-list.ts'
import type { Language } from '#lib/text/language.ts'
import { Table } from '#lib/ui/components/table.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import type { SubjectView } from '../../subject-wire.ts'
import type { en } from './texts.en.ts'

interface MatchTableProps {
  readonly subject: Pick<SubjectView, 'id' | 'kind' | 'wants'>
  readonly matches: MatchList
  readonly language: Language
  readonly texts: typeof en
}

/** The matches of a search or an offer, each with a link to its other side. */
export function MatchTable({ subject, matches, language, texts }: MatchTableProps) {
  const { matchColumns: columns } = texts
  return (
    <Table
      label={texts.matchesTitle}
      rows={matches}
      keyOf={({ id }) => id}
      columns={[
        {
          head: columns.other,
          cell: (match) => {
            const { kind, id } = otherSide(match, subject)
            const path = kind === 'offer' ? '/store/offers' : '/store/searches'
            return (
              <a href={`${path}/${encodeURIComponent(id)}`}>
                {texts.lists[kind]} {id}
              </a>
            )
          },
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
      ]}
    />
  )
}

/** A search matches offers, or other searches; the second side of a match of two searches is named like an offer. */
function otherSide(
  { search, offer }: MatchList[number],
  { id, kind, wants }: MatchTableProps['subject'],
): { kind: SubjectView['kind']; id: string } {
  if (search !== id) return { kind: 'search', id: search }
  return { kind: kind === 'search' && wants === 'offers' ? 'offer' : 'search', id: offer }
}
