import { plural } from './plural.ts'

/** The texts of notifications. A name in braces is replaced by a value; see `say()`. */
export const en = {
  match: {
    search: {
      title: 'Found near you: {title}',
      body: 'Someone near you offers what you are looking for ({distance} km away)',
    },
    offer: {
      title: 'Wanted near you: {title}',
      body: 'Someone near you is looking for what you offer ({distance} km away)',
    },
  },
  digest: {
    search: plural({ one: '{count} near you for {title}', other: '{count} near you for {title}' }),
    offer: plural({ one: '{count} near you looks for {title}', other: '{count} near you look for {title}' }),
    /** The matches that a new search or offer has from its beginning. */
    already: plural({
      one: '{count} is here already for {title}',
      other: '{count} are here already for {title}',
    }),
    /** A first subject, when there are several; the count is that of the others. */
    andOthers: plural({ one: '{title} and {count} other', other: '{title} and {count} others' }),
    line: '{title}: {count}',
    why: {
      many: 'There are more than you want to hear of in an hour, so here they are together',
      quiet: 'They came in your quiet hours',
      schedule: 'They came since the last summary',
      already: 'These are there from the beginning; you hear of new ones one by one',
    },
  },
  message: {
    title: plural({ one: 'New message', other: '{count} new messages' }),
    body: 'Somebody wrote to you about a match',
  },
  test: { title: 'Test', body: 'Notifications reach this device' },
  actions: { open: 'Open', mute: { search: 'Mute this search', offer: 'Mute this offer' } },
  mail: {
    greeting: 'Hello,',
    open: 'Open it:',
    mute: {
      search: 'No more notifications about this search:',
      offer: 'No more notifications about this offer:',
    },
    delete: { search: 'Delete this search:', offer: 'Delete this offer:' },
    stop: 'No more mails:',
    why: 'You get this mail because none of your devices can be notified, or because you asked for mails. We write at most every ten minutes.',
  },
}
