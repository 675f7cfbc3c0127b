export const en = {
  title: 'Counters',
  event: 'Event',
  lastMinute: 'Last full minute',
  lastHour: 'Last hour',
  empty: 'Nothing was counted in the last hour',
  away: 'The counters are not available now:',
  again: 'Try again',
}
