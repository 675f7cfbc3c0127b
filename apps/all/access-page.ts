import type { Access } from '#lib/http/access.ts'
import { nameOf, type RouteFacts } from '#lib/http/define-route.ts'
import { allApis, processRoutes } from './all-apis.ts'

const INTRO = [
  '# Who may call what',
  '',
  'Every route of every station, and who may call it. Generated from the declarations of the routes: a change of this page',
  'means that access has changed.',
  '',
  '- **everybody**: callers do not authenticate; the third column gives the reason.',
  '- **own**: people who are signed in, each for their own data.',
  '- **any**: people who are signed in, for data that belongs to no person.',
  '- **service**: other stations, with a token that is valid for five minutes.',
  '- **operate**, **admin**: people with that role; the password of the platform also gives `admin`.',
].join('\n')

/** Builds the page docs/reference/access.md. */
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
