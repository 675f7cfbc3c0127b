/** @jsxImportSource preact */
import type { ShownAct } from '#lib/service-client/acts.ts'
import { Empty } from '#lib/ui/components/empty.tsx'
import { Table } from '#lib/ui/components/table.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { OperateFrame } from '#lib/ui/frames/operate-frame.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** The acts of one page, and the link to the page with older acts. */
interface AuditData {
  readonly acts: readonly ShownAct[]
  readonly older: string | undefined
}

/** The audit log as a table. */
export const auditView = defineView({
  name: 'audit',
  frame: OperateFrame,
  texts: { en, de },
  view({ texts, data: { acts, older } }: { texts: typeof en; data: AuditData }) {
    const { columns } = texts
    return (
      <>
        <h1>{texts.heading}</h1>
        {acts.length === 0 ? (
          <Empty title={texts.empty}>
            <a href="/accounts/audit">{texts.all}</a>
          </Empty>
        ) : (
          <Table
            label={texts.title}
            rows={acts}
            keyOf={({ request_id: id, at }) => `${id} ${at}`}
            columns={[
              {
                head: columns.at,
                cell: ({ at }) => <time datetime={at}>{at.replace('T', ' ').replace('Z', '')}</time>,
              },
              { head: columns.who, cell: ({ person }) => <Filter name="person" value={person} /> },
              { head: columns.role, cell: ({ role }) => role },
              { head: columns.station, cell: ({ station }) => <Filter name="station" value={station} /> },
              { head: columns.act, cell: ({ method, route }) => `${method} ${route}` },
              { head: columns.on, cell: ({ params }) => Object.values(params).join(' ') },
              {
                head: columns.changed,
                cell: ({ change }) => change && <Changes {...change} texts={texts} />,
              },
              { head: columns.answer, cell: ({ status }) => status ?? texts.noAnswer },
              { head: columns.from, cell: ({ ip }) => ip },
              { head: columns.request, cell: ({ request_id: id }) => id },
            ]}
          />
        )}
        {older !== undefined && (
          <p>
            <a href={older}>{texts.older}</a>
          </p>
        )}
      </>
    )
  },
})

type Change = NonNullable<ShownAct['change']>

/** The fields that an act changed, each with its values before and after. */
function Changes({ before, after, leftOut = [], texts }: Change & { readonly texts: typeof en }) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return (
    <details>
      <summary>{[...names, ...leftOut].join(', ')}</summary>
      <dl class="facts">
        {names.map((name) => (
          <>
            <dt>{name}</dt>
            <dd>
              <del>{textOf(before[name])}</del> <ins>{textOf(after[name])}</ins>
            </dd>
          </>
        ))}
        {leftOut.map((name) => (
          <>
            <dt>{name}</dt>
            <dd>{texts.notKept}</dd>
          </>
        ))}
      </dl>
    </details>
  )
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : value === undefined ? undefined : JSON.stringify(value)
}

/** A value that is also a link to the acts with this value. */
function Filter({ name, value }: { readonly name: string; readonly value: string }) {
  return <a href={`?${new URLSearchParams({ [name]: value }).toString()}`}>{value}</a>
}
