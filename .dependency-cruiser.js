// The import rules as a table: who may import what. Tests see everything.
const TESTS = '(\\.test|-contract|\\.fixture)\\.tsx?$|^lib/(store/contract|builders|testing)/'

// What runs in browsers: scripts, the components that they bring to life, and what these import.
const BROWSER = '^lib/ui/(client|components)/|^(apps|edge|workers)/[^/]+/pages/[^/]+/'
const SERVER_SIDE_OF_PAGES = '/(page|[a-z-]+-view)\\.tsx$|/(read|same)-[a-z-]+\\.ts$'

/** Folders of a kind may import only themselves and lib. */
const onlyLib = (kind) => ({
  name: `${kind}-to-lib`,
  comment: `A station under ${kind}/ imports lib and itself: stations talk over HTTP, the stream and the bus`,
  severity: 'error',
  from: { path: `^${kind}/([^/]+)/`, pathNot: [TESTS, '^apps/all/'] },
  to: { path: '^(apps|edge|workers|tests|bench)/', pathNot: `^${kind}/$1/` },
})

/** A driver is imported by one folder only. */
const oneFolder = (driver, folder) => ({
  name: `${driver.replaceAll(/[^a-z0-9]+/giu, '-')}-in-one-folder`,
  comment: `${driver} is a driver: only ${folder} may know it`,
  severity: 'error',
  from: { pathNot: [`^${folder}`] },
  to: { path: `(^|node_modules/)${driver}(/|$)` },
})

/** Adapters of a port are imported by its open.ts and their own folder only. */
const adaptersByOpen = (port, adapters, list = 'open') => ({
  name: `${port}-adapters-by-open`,
  comment: `Adapters of lib/${port} are chosen by its ${list}.ts, by the scheme of a URL`,
  severity: 'error',
  from: { pathNot: [`^lib/${port}/${list}\\.ts$`, `^lib/${port}/(${adapters})(/|\\.ts$)`, TESTS] },
  // The benches fill stores with fixtures of their adapters.
  to: { path: `^lib/${port}/(${adapters})(/|\\.ts$)`, pathNot: '\\.fixture\\.ts$' },
})

export default {
  forbidden: [
    {
      name: 'lib-to-lib',
      comment: 'lib stands on nothing above it',
      severity: 'error',
      from: { path: '^lib/', pathNot: TESTS },
      to: { path: '^(apps|edge|workers|tests|bench)/' },
    },
    onlyLib('apps'),
    onlyLib('edge'),
    onlyLib('workers'),
    {
      name: 'all-is-the-top',
      comment: 'Only tests import apps/all',
      severity: 'error',
      from: { path: '^(apps|edge|workers|lib|bench)/', pathNot: ['^apps/all/', TESTS] },
      to: { path: '^apps/all/' },
    },
    {
      name: 'browser-imports-browser',
      comment:
        'Scripts of pages import scripts, components, pure texts and types; nothing that needs a server',
      severity: 'error',
      from: { path: [BROWSER], pathNot: [TESTS, SERVER_SIDE_OF_PAGES] },
      to: {
        pathNot: [BROWSER, '^lib/text/', 'node_modules/(preact|uqr)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'server-side-of-pages',
      comment: 'Scripts and components do not import what loads and declares a page',
      severity: 'error',
      from: { path: [BROWSER], pathNot: [TESTS, SERVER_SIDE_OF_PAGES] },
      to: { path: SERVER_SIDE_OF_PAGES, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contracts-in-tests',
      comment: 'Contract suites, builders and fixtures are for tests',
      severity: 'error',
      from: { path: '^(apps|edge|workers|lib)/', pathNot: TESTS },
      to: { path: [TESTS, '^tests/'] },
    },
    {
      name: 'pure-core',
      comment: 'lib/geo and lib/matching know no clock, network or driver; h3-js only computes',
      severity: 'error',
      from: { path: '^lib/(geo|matching)/', pathNot: TESTS },
      to: { pathNot: ['^lib/(geo|matching|subjects|events)/', '(^|/)node_modules/h3-js/'] },
    },
    {
      name: 'no-cycles',
      comment: 'Cycles hide who is in charge',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unknown',
      comment: 'Every import must be found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^bun(:|$)' },
    },
    oneFolder('bun:sqlite', 'lib/(sqlite|store/sqlite|stream-log/sqlite|event-bus/sqlite)/'),
    oneFolder('@onesignal/node-onesignal', '(lib/pusher/onesignal|tests/builders)'),
    oneFolder('h3-js', 'lib/geo/'),
    oneFolder('maxmind', 'lib/geoip/'),
    oneFolder('pino', 'lib/telemetry/'),
    oneFolder('prom-client', 'lib/telemetry/'),
    oneFolder('@opentelemetry', 'lib/telemetry/'),
    oneFolder('ua-parser-js', 'lib/device/'),
    oneFolder('jose', 'lib/auth/'),
    oneFolder('aws4fetch', '(lib/blob-store/|tests/engines/)'),
    oneFolder('nodemailer', 'lib/mailer/'),
    oneFolder('better-auth', '(apps/accounts/|lib/store/(sqlite/|mongodb/|contract/|)people)'),
    oneFolder('redis', '(lib/stream-log/redis/|tests/engines/)'),
    oneFolder('kafkajs', '(lib/event-bus/kafka/|tests/engines/)'),
    oneFolder('mongodb', '(lib/store/mongodb/|tests/engines/)'),
    adaptersByOpen('stream-log', 'sqlite|redis'),
    adaptersByOpen('event-bus', 'sqlite|kafka'),
    adaptersByOpen('store', 'sqlite|mongodb'),
    adaptersByOpen('blob-store', 'file|s3'),
    adaptersByOpen('pusher', 'onesignal|log', 'all-pushers'),
    adaptersByOpen('mailer', 'file|smtp'),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^tests/rules/fixture/' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['bun', 'import', 'default', 'types'],
    },
  },
}
