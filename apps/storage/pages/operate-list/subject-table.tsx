/** @jsxImportSource preact */
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { Language } from '#lib/text/language.ts'
import { Table } from '#lib/ui/components/table.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import type { SubjectView } from '../../subject-wire.ts'
import { KindMark } from '../shared/kind-mark.tsx'
import type { en } from '../shared/operate-texts.en.ts'
import { StateMark } from '../shared/state-mark.tsx'
import { stateOf } from '../shared/state-of.ts'

interface SubjectTableProps {
  readonly kind: SubjectKind
  readonly path: string
  readonly items: readonly SubjectView[]
  /** How many matches each has, by id; undefined when nobody could count them. */
  readonly matches: ReadonlyMap<string, number> | undefined
  readonly nowMs: number
  readonly language: Language
  readonly texts: typeof en
}

/** Searches or offers as a table; on a narrow screen each is a card. */
export function SubjectTable({ kind, path, items, matches, nowMs, language, texts }: SubjectTableProps) {
  const { columns } = texts
  const number = new Intl.NumberFormat(language)
  return (
    <Table
      label={texts.lists[kind]}
      rows={items}
      keyOf={({ id }) => id}
      columns={[
        {
          head: columns.title,
          cell: ({ id, title }) => (
            <span class="subject">
              <a href={`${path}/${encodeURIComponent(id)}`}>{title}</a>
              <KindMark kind={kind} texts={texts} />
            </span>
          ),
        },
        { head: columns.keywords, cell: ({ keywords }) => keywords.join(', ') },
        {
          head: columns.owner,
          cell: ({ owner }) => <a href={`${path}?${new URLSearchParams({ owner }).toString()}`}>{owner}</a>,
        },
        {
          head: columns.place,
          cell: ({ place, distanceClass, mobile }) =>
            [place, distanceClass === undefined ? '' : `${distanceClass}\u00A0km`, mobile ? texts.moves : '']
              .filter((part) => part !== '')
              .join(' · '),
        },
        {
          head: columns.state,
          cell: (subject) => <StateMark state={stateOf(subject, nowMs)} texts={texts} />,
        },
        {
          head: columns.modified,
          cell: ({ modified }) => <UtcTime at={modified} language={language} isShort />,
        },
        {
          head: columns.matches,
          isNumber: true,
          cell: ({ id }) => {
            const count = matches?.get(id)
            return count === undefined ? '–' : number.format(count)
          },
        },
      ]}
    />
  )
}
