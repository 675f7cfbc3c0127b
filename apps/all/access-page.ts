import { accessTable } from '#lib/auth/access-table.ts'

const INTRO = [
  '# Who may call what',
  '',
  'Every route of every station, and the roles that it lets in. A route that is not here is closed. Written from the',
  'code; a change of this page is a change of what somebody may do.',
].join('\n')

/** The page docs/reference/access.md. */
export function accessPage(): string {
  const sections = Object.entries(accessTable)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, rows]) => Object.keys(rows).length > 0)
    .map(([station, rows]) =>
      [`## ${station}`, '', '| route | who |', '|---|---|', ...linesOf(rows)].join('\n'),
    )
  return `${[INTRO, ...sections].join('\n\n')}\n`
}

function linesOf(rows: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(rows)
    .map(([route, roles]) => ({ path: route.slice(route.indexOf(' ') + 1), route, roles }))
    .toSorted((a, b) => (`${a.path} ${a.route}` < `${b.path} ${b.route}` ? -1 : 1))
    .map(({ route, roles }) => `| \`${route}\` | ${roles.join(', ')} |`)
}
