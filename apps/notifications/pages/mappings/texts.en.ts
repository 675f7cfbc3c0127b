import { en as mapping } from '../shared/mapping-texts.en.ts'

/** The texts of the page of push subscriptions. */
export const en = {
  ...mapping,
  title: 'Push subscriptions',
  filter: {
    title: 'Search',
    user: 'Person',
    userHint: 'The whole id of a person',
    device: 'Device begins with',
    channel: 'Channel',
    state: 'State',
    limit: 'Rows',
    any: 'all',
    submit: 'Show',
    reset: 'Show all',
  },
  none: 'No push subscriptions found',
  noneYet: 'No device is registered for notifications yet.',
  noneHint: 'Nothing fits this search.',
  more: 'Further ones',
  end: 'These are all.',
}
