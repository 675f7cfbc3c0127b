export const en = {
  title: 'Totals by owner',
  kinds: { search: 'Searches', offer: 'Offers' },
  owner: 'Owner',
  active: 'Switched on',
  all: 'All',
  none: { search: 'Nobody has a search', offer: 'Nobody has an offer' },
  more: 'Further owners',
  end: 'These are all.',
  other: { search: 'Totals of offers', offer: 'Totals of searches' },
  list: { search: 'All searches', offer: 'All offers' },
}
