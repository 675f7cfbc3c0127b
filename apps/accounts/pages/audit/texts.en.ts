export const en = {
  title: 'Audit log',
  heading: 'Audit log: changes by operators and the admin',
  empty: 'No changes found',
  all: 'Show all changes',
  older: 'Older changes',
  columns: {
    at: 'At (UTC)',
    who: 'Who',
    role: 'Role',
    station: 'Station',
    act: 'Act',
    on: 'On',
    answer: 'Answer',
    from: 'From',
    request: 'Request',
  },
  noAnswer: 'none',
}
