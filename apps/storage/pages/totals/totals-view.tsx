/** @jsxImportSource preact */
import type { OwnerTotal } from '#lib/store/subjects.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import { Empty } from '#lib/ui/components/empty.tsx'
import { Table } from '#lib/ui/components/table.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** A page of totals. */
interface TotalsData {
  readonly kind: SubjectKind
  readonly items: readonly OwnerTotal[]
  /** The query of the following page. */
  readonly more: string | undefined
}

const LISTS = { search: '/store/searches', offer: '/store/offers' } as const

/** How many searches or offers each owner has. */
export const totalsView = defineView<typeof en, TotalsData>({
  name: 'totals',
  frame: OperateFrame,
  texts: { en, de },
  view({ language, texts, data: { kind, items, more } }) {
    const number = new Intl.NumberFormat(language)
    const other: SubjectKind = kind === 'search' ? 'offer' : 'search'
    return (
      <>
        <h1>{`${texts.title}: ${texts.kinds[kind]}`}</h1>
        {items.length === 0 ? (
          <Empty title={texts.none[kind]} />
        ) : (
          <Table
            label={texts.title}
            rows={items}
            keyOf={({ owner }) => owner}
            columns={[
              {
                head: texts.owner,
                cell: ({ owner }) => (
                  <a href={`${LISTS[kind]}?${new URLSearchParams({ owner }).toString()}`}>{owner}</a>
                ),
              },
              { head: texts.active, isNumber: true, cell: ({ active }) => number.format(active) },
              { head: texts.all, isNumber: true, cell: ({ all }) => number.format(all) },
            ]}
          />
        )}
        <p class="buttons">
          {more !== undefined && (
            <a class="button second" rel="next" href={`/store/totals?${more}`}>
              {texts.more}
            </a>
          )}
        </p>
        {more === undefined && items.length > 0 && <p class="quiet">{texts.end}</p>}
        <p>
          <a href={LISTS[kind]}>{texts.list[kind]}</a> ·{' '}
          <a href={`/store/totals?kind=${other}`}>{texts.other[kind]}</a>
        </p>
      </>
    )
  },
})
