/** The words for push subscriptions that several pages use. */
export const en = {
  mappingStates: { active: 'active', gone: 'ended' },
  locales: { en: 'English', de: 'German' },
  noChannel: 'none',
  columns: {
    device: 'Device',
    user: 'Person',
    channel: 'Channel',
    state: 'State',
    locale: 'Language',
    tz: 'Time zone',
    registered: 'Registered',
    modified: 'Last sign of life',
    subscription: 'Subscription',
  },
}
