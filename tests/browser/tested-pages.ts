import type { Language } from '#lib/text/language.ts'
import { EMOJI_TITLE, LONG_WORD, MILA, type Furnished } from './furnish-platform.ts'

/** A page as the tests of all pages visit it. */
export interface TestedPage {
  /** The path of its route, as it is declared. */
  readonly route: string
  /** What is opened; the path of the route when it has no parameter. */
  readonly path?: (furnished: Furnished) => string
  readonly as: 'nobody' | 'person' | 'admin'
  readonly status?: number
  /** What is there once the script of the page has run; without it, once the page knows who is signed in. */
  readonly ready?: string
  /** Selects the elements whose texts are data, so that they are the same in each language. */
  readonly data?: string
  /** A text that a browser without JavaScript shows as well. */
  readonly content: Readonly<Record<Language, string>>
  /** True when the page says without JavaScript that it needs it. */
  readonly needsScript?: boolean
}

const inBoth = (text: string) => ({ en: text, de: text })
// The pages for operators do not ask who is signed in.
const OPERATED = 'main h1'
const RECORDS = 'tbody td'
// Its buttons are there once its script runs.
const MAP = '.map-buttons'
const LISTED = 'tbody td, dd, option, .buttons a, p.quiet a, .map svg'

// Ids, words of people, and numbers with units.
const VALUES = '.value'

/** Every page, and what a browser is shown where there is none. */
export const TESTED_PAGES: readonly TestedPage[] = [
  {
    route: '/',
    as: 'nobody',
    ready: '#state.good',
    data: '.lists ol',
    content: inBoth(LONG_WORD),
    needsScript: true,
  },
  {
    route: '/matches/{id}',
    path: ({ search, offer }) => `/matches/${search}.${offer}`,
    as: 'nobody',
    content: { en: 'You have a match nearby', de: 'Du hast einen Treffer in der Nähe' },
  },
  {
    route: '/sign-up',
    as: 'nobody',
    content: { en: 'At least 10 characters', de: 'Mindestens 10 Zeichen' },
    needsScript: true,
  },
  {
    route: '/confirmed',
    as: 'nobody',
    content: { en: 'You can sign in now.', de: 'Jetzt kannst du dich anmelden.' },
  },
  {
    route: '/confirmed',
    path: () => '/confirmed?error=INVALID_TOKEN',
    as: 'nobody',
    content: { en: 'This link is no longer valid', de: 'Dieser Link gilt nicht mehr' },
  },
  {
    route: '/sign-in',
    as: 'nobody',
    content: { en: 'I forgot my password', de: 'Passwort vergessen' },
    needsScript: true,
  },
  {
    route: '/reset-password',
    as: 'nobody',
    content: { en: 'Enter your mail address.', de: 'Mailadresse' },
    needsScript: true,
  },
  {
    route: '/account',
    as: 'person',
    ready: 'main:has(#sessions li):has(#devices li):has(#blocks li)',
    data: 'dd:not(#role), .what, #devices li',
    content: { en: 'My account', de: 'Mein Konto' },
    needsScript: true,
  },
  {
    route: '/devices',
    as: 'person',
    ready: '#devices li',
    data: '.what',
    content: { en: 'Its key proves that it is your device.', de: 'Sein Schlüssel beweist' },
    needsScript: true,
  },
  {
    route: '/kafidx',
    as: 'admin',
    ready: 'tbody tr',
    data: RECORDS,
    content: inBoth('annas-phone'),
    needsScript: true,
  },
  { route: '/consumers', as: 'admin', ready: OPERATED, data: RECORDS, content: inBoth('geo') },
  { route: '/jobs', as: 'admin', ready: OPERATED, data: 'td:not(:last-child)', content: inBoth('demo-city') },
  {
    route: '/jobs/{id}/runs',
    path: () => '/jobs/demo-city/runs',
    as: 'admin',
    ready: OPERATED,
    content: { en: 'done', de: 'fertig' },
  },
  {
    route: '/runs/{id}',
    path: ({ run }) => `/runs/${run}`,
    as: 'admin',
    ready: OPERATED,
    content: { en: 'Offers in the source', de: 'Angebote in der Quelle' },
  },
  { route: '/store/offers', as: 'nobody', data: '.what, .more', content: inBoth(EMOJI_TITLE) },
  { route: '/store/searches', as: 'person', data: '.what, .more', content: inBoth(LONG_WORD) },
  {
    route: '/store/offers/{id}',
    path: ({ offer }) => `/store/offers/${offer}`,
    as: 'nobody',
    data: 'h1, .words, dd',
    content: inBoth(EMOJI_TITLE),
  },
  {
    route: '/store/searches/{id}',
    path: ({ search }) => `/store/searches/${search}`,
    as: 'nobody',
    data: 'h1, p, .words, dd',
    content: inBoth(LONG_WORD),
  },
  {
    route: '/store/offers',
    path: () => '/store/offers?place=Berlin&radius=50000',
    as: 'admin',
    ready: MAP,
    data: LISTED,
    content: { en: 'Hidden by operators', de: 'Von Betreibern verborgen' },
  },
  {
    route: '/store/searches',
    path: () => '/store/searches?keywords=nothing-has-this',
    as: 'admin',
    ready: OPERATED,
    data: LISTED,
    content: { en: 'Nothing fits these filters.', de: 'Zu diesen Filtern passt nichts.' },
  },
  {
    route: '/store/searches/{id}',
    path: ({ search }) => `/store/searches/${search}`,
    as: 'admin',
    ready: MAP,
    data: `h1, ${LISTED}`,
    content: { en: 'Follows the phone', de: 'Folgt dem Handy' },
    needsScript: true,
  },
  {
    route: '/store/reports',
    path: () => '/store/reports?state=open',
    as: 'admin',
    ready: OPERATED,
    data: 'tbody td:not(:first-child)',
    content: { en: 'fraud', de: 'Betrug' },
  },
  {
    route: '/store/reports/{id}',
    path: ({ report }) => `/store/reports/${report}`,
    as: 'admin',
    ready: '#decide button:enabled',
    data: 'dd, [aria-labelledby="evidence-title"] p',
    content: inBoth(LONG_WORD),
    needsScript: true,
  },
  {
    route: '/store/totals',
    path: () => '/store/totals?kind=offer',
    as: 'admin',
    ready: OPERATED,
    data: RECORDS,
    content: { en: 'Switched on', de: 'Eingeschaltet' },
  },
  {
    route: '/accounts/audit',
    as: 'admin',
    ready: OPERATED,
    data: RECORDS,
    content: inBoth('POST /jobs/:id/run'),
  },
  {
    route: '/deliveries/{id}/why',
    path: ({ ownDelivery }) => `/deliveries/${ownDelivery}/why`,
    as: 'person',
    data: VALUES,
    content: { en: 'Somebody asked for a test', de: 'Jemand hat um einen Test gebeten' },
  },
  {
    route: '/deliveries/{id}/why',
    path: ({ delivery }) => `/deliveries/${delivery}/why`,
    as: 'admin',
    ready: OPERATED,
    data: VALUES,
    content: inBoth(LONG_WORD),
  },
  {
    route: '/mappings',
    as: 'admin',
    ready: OPERATED,
    data: `${VALUES}, option`,
    content: { en: 'Last sign of life', de: 'Letztes Lebenszeichen' },
  },
  {
    route: '/mappings',
    path: () => '/mappings?user=nobody-has-this&state=gone',
    as: 'admin',
    ready: OPERATED,
    data: `${VALUES}, option`,
    content: { en: 'Nothing fits this search.', de: 'Dazu passt nichts.' },
  },
  {
    route: '/mappings/{device}',
    path: () => '/mappings/annas-phone',
    as: 'admin',
    ready: '#clone button:enabled',
    data: VALUES,
    content: { en: 'Last notifications', de: 'Die letzten Benachrichtigungen' },
    needsScript: true,
  },
  {
    route: '/assets',
    as: 'admin',
    ready: OPERATED,
    data: `${VALUES}, option, time`,
    content: { en: 'Pictures of other owners', de: 'Ähnliche Bilder anderer Leute' },
  },
  {
    route: '/assets',
    path: () => '/assets?owner=nobody-has-this',
    as: 'admin',
    ready: OPERATED,
    data: `${VALUES}, option`,
    content: { en: 'Nothing fits this search.', de: 'Nichts passt zu dieser Suche.' },
  },
  {
    route: '/assets/{id}/details',
    path: ({ picture }) => `/assets/${picture}/details`,
    as: 'admin',
    ready: '#removal button:enabled',
    data: `${VALUES}, time`,
    content: { en: 'They are kept in the audit log', de: 'Sie stehen danach im Änderungsprotokoll' },
    needsScript: true,
  },
  {
    route: '/unsubscribe/{token}',
    path: ({ unsubscribeToken }) => `/unsubscribe/${unsubscribeToken}`,
    as: 'nobody',
    content: { en: 'Mute this search?', de: 'Diese Suche stummschalten?' },
  },
  {
    route: '/unsubscribe/{token}',
    path: () => '/unsubscribe/not-a-token',
    as: 'nobody',
    status: 404,
    content: { en: 'This link does not work', de: 'Dieser Link geht nicht' },
  },
  { route: '/outbox', as: 'nobody', data: 'article h2, article dd, article p', content: inBoth(MILA.email) },
  {
    route: 'an unknown path',
    path: () => '/nothing-is-here',
    as: 'nobody',
    status: 404,
    content: { en: 'There is nothing here', de: 'Hier ist nichts' },
  },
  {
    route: '/kafidx',
    as: 'nobody',
    status: 401,
    content: { en: 'Sign in first', de: 'Melde dich zuerst an' },
  },
]
