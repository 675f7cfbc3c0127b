/** @jsxImportSource hono/jsx */
import type { ShownAct } from '#lib/service-client/acts.ts'

/** The acts of one page, and the link to the page with older acts. */
export interface ActsPageProps {
  readonly acts: readonly ShownAct[]
  readonly older: string | undefined
}

const HEADS = ['At (UTC)', 'Who', 'Role', 'Station', 'Act', 'On', 'Answer', 'From', 'Request']

/** The audit log as an HTML table. */
export function ActsPage({ acts, older }: ActsPageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Audit log · Pushtech</title>
      </head>
      <body>
        <h1>Audit log: changes by operators and the admin</h1>
        {acts.length === 0 ? (
          <p>No changes found.</p>
        ) : (
          <table>
            <thead>
              <tr>
                {HEADS.map((head) => (
                  <th scope="col">{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {acts.map((act) => (
                <Row act={act} />
              ))}
            </tbody>
          </table>
        )}
        {older !== undefined && (
          <p>
            <a href={older}>Older changes</a>
          </p>
        )}
      </body>
    </html>
  )
}

function Row({ act }: { act: ShownAct }) {
  const { at, person, role, station, method, route, params, status, ip, request_id: requestId } = act
  return (
    <tr>
      <td>
        <time datetime={at}>{at.replace('T', ' ').replace('Z', '')}</time>
      </td>
      <td>
        <a href={`?${new URLSearchParams({ person }).toString()}`}>{person}</a>
      </td>
      <td>{role}</td>
      <td>
        <a href={`?${new URLSearchParams({ station }).toString()}`}>{station}</a>
      </td>
      <td>
        {method} {route}
      </td>
      <td>{Object.values(params).join(' ')}</td>
      <td>{status ?? 'none'}</td>
      <td>{ip}</td>
      <td>{requestId}</td>
    </tr>
  )
}
