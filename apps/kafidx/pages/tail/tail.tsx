/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import { followFrames } from '#lib/ui/client/follow-frames.ts'
import { Empty } from '#lib/ui/components/empty.tsx'
import { Table } from '#lib/ui/components/table.tsx'
import type { ShownRow } from '../../show-row.ts'
import type { en } from './texts.en.ts'

const ROWS_MAX = 200
const COUNTS_MAX = 12

/** A frame of the tail. */
interface TailFrame {
  /** Oldest first. */
  readonly rows: readonly ShownRow[]
  /** Records since the last frame, by type. */
  readonly counts: Readonly<Record<string, number>>
  /** Records since the last frame that are not among the rows. */
  readonly dropped?: number
}

/** What the tail is given. */
export interface TailProps {
  readonly texts: typeof en
  /** The type that is shown; all types when it is empty. */
  readonly type: string
  /** The last rows when the page was made, newest first. */
  readonly first: readonly ShownRow[]
}

/** The live tail: newest rows first, with a filter by type, and a button that holds the rows still. */
export function Tail({ texts, type, first }: TailProps) {
  const [rows, setRows] = useState(first)
  const [totals, setTotals] = useState<ReadonlyMap<string, number>>(new Map())
  const [state, setState] = useState(texts.state.waiting)
  // The rows that are shown while the tail is paused; new ones are kept for afterwards.
  const [held, setHeld] = useState<readonly ShownRow[]>()
  const isPaused = held !== undefined
  const shown = held ?? rows

  useEffect(
    () =>
      followFrames<TailFrame>({
        path: `/kafidx/tail?recent=true&type=${encodeURIComponent(type)}`,
        // Who sees this page may see the tail.
        isAllowed: true,
        onFrame({ rows: news, counts, dropped }) {
          setTotals((before) => {
            const after = new Map(before)
            for (const [key, count] of Object.entries(counts)) after.set(key, (after.get(key) ?? 0) + count)
            return after
          })
          setState(
            dropped === undefined
              ? texts.state.live
              : texts.state.dropped.replace('{count}', String(dropped)),
          )
          setRows((before) => withNews(before, news))
        },
        onConnection: (connection) => setState(connection === 'live' ? texts.state.live : texts.state.lost),
      }),
    [type],
  )

  const counted = [...totals].toSorted(([, a], [, b]) => b - a).slice(0, COUNTS_MAX)
  return (
    <>
      <form class="bar" id="filter" method="get" action="/kafidx">
        <div class="field">
          <label for="filter-type">{texts.type}</label>
          <input
            id="filter-type"
            name="type"
            type="text"
            placeholder={texts.all}
            maxlength={64}
            defaultValue={type}
            autocomplete="off"
          />
        </div>
        <button type="submit">{texts.filter}</button>
        <button type="button" class="second" id="pause" onClick={() => setHeld(isPaused ? undefined : rows)}>
          {isPaused ? texts.resume : texts.pause}
        </button>
      </form>
      <p class="quiet">
        <output id="state">{state}</output>{' '}
        {/* Not an output: screen readers would read it aloud with every frame. */}
        <span id="counts">{counted.map(([key, count]) => `${key} ${count}`).join(' · ')}</span>
      </p>
      {shown.length === 0 ? (
        <Empty title={texts.empty}>
          <p>
            {texts.emptyHint} <code>npx bun run push simulate</code>
          </p>
        </Empty>
      ) : (
        <Table
          label={texts.table}
          keyOf={keyOf}
          rows={shown}
          columns={[
            { head: texts.columns.time, cell: ({ time }) => time.slice(11, 23) },
            { head: texts.columns.topic, cell: ({ topic }) => topic },
            { head: texts.columns.type, cell: (row) => <b>{row.type}</b> },
            { head: texts.columns.place, cell: ({ place }) => place },
            { head: texts.columns.source, cell: ({ source }) => source },
            { head: texts.columns.device, cell: ({ device }) => device },
            { head: texts.columns.city, cell: ({ city }) => city },
            { head: texts.columns.klag, isNumber: true, cell: ({ klag }) => klag },
            { head: texts.columns.params, cell: ({ params }) => <code class="params">{params}</code> },
          ]}
        />
      )}
    </>
  )
}

function keyOf({ topic, place }: ShownRow): string {
  return `${topic} ${place}`
}

/** The rows with new ones, newest first. A stream begins with the last rows, which may be shown already. */
function withNews(before: readonly ShownRow[], news: readonly ShownRow[]): readonly ShownRow[] {
  const known = new Set(before.map(keyOf))
  return [...news.filter((row) => !known.has(keyOf(row))).toReversed(), ...before].slice(0, ROWS_MAX)
}
