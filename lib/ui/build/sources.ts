import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { API_DOCS } from '#lib/ui/built-file.ts'
import { STATION_NAMES, type StationName } from '#lib/station/station-names.ts'

const KINDS = ['apps', 'edge', 'workers']

// The stations whose pages have maps. The file is large, so a page loads it when it shows a map.
const WITH_MAPS: ReadonlySet<StationName> = new Set(['storage'])
const BORDERS = 'node_modules/world-atlas/countries-50m.json'
// The station whose service worker shows pushes: it is served at the root of all pages.
const WITH_WORKER: StationName = 'web'
const VIEWER = 'node_modules/swagger-ui-dist'

/** A file that the build begins with. */
export interface Entry {
  /** A station, or the viewer of API documents, which all stations share. */
  readonly station: StationName | typeof API_DOCS
  /** The plain name under which pages know what is made of it. */
  readonly name: string
  /** Where it is. */
  readonly path: string
  /** True for what is served as it is: a picture, and what a package has built. All others are bundled. */
  readonly isBuilt?: boolean
}

/**
 * The entries of the build, found by the tree: for each folder `<station>/pages/<page>` its `client.ts` and its `styles.css`,
 * and for each station with pages the styles, the script of the frame and the icon of lib/ui, for those with maps the borders of
 * countries, for the front end the service worker; and the viewer of API documents.
 */
export function findEntries(root: string): Entry[] {
  return [...STATION_NAMES.flatMap((station) => entriesOf(root, station)), ...viewerEntries(root)]
}

function entriesOf(root: string, station: StationName): Entry[] {
  const pages = KINDS.map((kind) => join(root, kind, station, 'pages')).find((path) => existsSync(path))
  if (pages === undefined) return []
  const own = readdirSync(pages, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [
      { station, name: `${name}.js`, path: join(pages, name, 'client.ts') },
      { station, name: `${name}.css`, path: join(pages, name, 'styles.css') },
    ])
    .filter(({ path }) => existsSync(path))
  return [
    ...own,
    { station, name: 'styles.css', path: join(root, 'lib/ui/styles/all.css') },
    { station, name: 'frame.js', path: join(root, 'lib/ui/client/frame.ts') },
    { station, name: 'icon.svg', path: join(root, 'lib/ui/icon.svg'), isBuilt: true },
    ...(station === WITH_WORKER
      ? [{ station, name: 'push-worker.js', path: join(root, 'lib/ui/client/push-worker/worker.ts') }]
      : []),
    ...(WITH_MAPS.has(station)
      ? [{ station, name: 'borders.json', path: join(root, BORDERS), isBuilt: true }]
      : []),
  ]
}

function viewerEntries(root: string): Entry[] {
  const entries: Entry[] = [
    { station: API_DOCS, name: `${API_DOCS}.js`, path: join(root, 'lib/ui/client/api-docs.ts') },
    { station: API_DOCS, name: `${API_DOCS}.css`, path: join(root, 'lib/ui/styles/api-docs.css') },
    {
      station: API_DOCS,
      name: 'swagger-ui.js',
      path: join(root, VIEWER, 'swagger-ui-bundle.js'),
      isBuilt: true,
    },
    { station: API_DOCS, name: 'swagger-ui.css', path: join(root, VIEWER, 'swagger-ui.css'), isBuilt: true },
    { station: API_DOCS, name: 'icon.svg', path: join(root, 'lib/ui/icon.svg'), isBuilt: true },
  ]
  return entries.filter(({ path }) => existsSync(path))
}

// What the files of pages are made of.
const FOLDERS = ['lib/ui', 'lib/text', ...KINDS]
const SOURCE = /\.(?:tsx?|css|svg)$/u
const OF_TESTS = /\.(?:test|fixture)\.tsx?$/u
const IN_PAGES = /^(?:lib\/|.*\/pages\/|.*\/show-row\.ts$)/u

/** A hash of everything that the build reads: the sources of the pages, the packages and the version of Bun. */
export function hashSources(root: string): string {
  const hash = createHash('sha256')
  hash.update(Bun.version)
  for (const file of ['bun.lock', 'tsconfig.json']) hash.update(readFileSync(join(root, file)))
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
    .filter((file) => SOURCE.test(file) && !OF_TESTS.test(file) && IN_PAGES.test(file))
    .toSorted()
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
  return hash.digest('hex')
}
