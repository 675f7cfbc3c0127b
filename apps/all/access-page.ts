import type { Access } from '#lib/http/access.ts'
import { nameOf, type RouteFacts } from '#lib/http/define-route.ts'
import { allApis, processRoutes } from './all-apis.ts'

const INTRO = [
  '# Who may call what',
  '',
  'Every route of every station, and whom it lets in. Written from the declarations of the routes: a change of this page',
  'is a change of what somebody may do.',
  '',
  '- **everybody**: nobody is asked who they are; the reason stands beside it.',
  '- **own**: people who are signed in, each for what is theirs.',
  '- **any**: people who are signed in, where nothing belongs to one of them.',
  '- **service**: other stations, by a token of five minutes.',
  '- **operate**, **admin**: people with that role; `admin` is also who knows the password of the platform.',
].join('\n')

/** The page docs/reference/access.md. */
export function accessPage(): string {
  const stations = allApis
    .toSorted((a, b) => (a.station < b.station ? -1 : 1))
    .filter(({ routes }) => routes.length > 0)
    .map(({ station, routes }) => sectionOf(station, routes))
  const processes = processRoutes.map(({ where, routes }) => sectionOf(where, routes))
  return `${[INTRO, ...stations, ...processes].join('\n\n')}\n`
}

function sectionOf(title: string, routes: readonly RouteFacts[]): string {
  return [`## ${title}`, '', '| route | who | |', '|---|---|---|', ...rowsOf(routes)].join('\n')
}

function rowsOf(routes: readonly RouteFacts[]): string[] {
  return routes
    .map((route) => ({ name: nameOf(route), access: route.access }))
    .toSorted((a, b) => (sortKey(a.name) < sortKey(b.name) ? -1 : 1))
    .map(({ name, access }) => `| \`${name}\` | ${wordsOf(access)} |`)
}

function wordsOf(access: Access): string {
  return 'everybody' in access ? `everybody | ${access.everybody}` : `${access.join(', ')} |`
}

function sortKey(name: string): string {
  return `${name.slice(name.indexOf(' ') + 1)} ${name}`
}
