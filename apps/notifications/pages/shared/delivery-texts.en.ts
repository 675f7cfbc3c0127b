/** The words for deliveries that several pages use. */
export const en = {
  kinds: {
    match: 'a match',
    digest: 'a summary of several matches',
    message: 'a message',
    note: 'a note from the operators',
    test: 'a test',
  },
  states: {
    pending: 'waiting to be sent',
    held: 'held back',
    sent: 'sent',
    digested: 'told in a summary',
    gone: 'no device to ring',
    rate_limited: 'over a limit',
    muted: 'muted',
    refused: 'refused',
    expired: 'too late',
  },
  /** Our own reasons, by the words that are stored; those of providers are shown as they came. */
  reasons: {
    'quiet hours': 'It is in the quiet hours. It is told when they end.',
    'rings hourly': 'Matches are told once an hour, at the full hour.',
    'rings daily': 'Matches are told once a day, together.',
    'too many in an hour':
      'More matches came within an hour than are wanted. It is told together with the others.',
    'one of several that were here already':
      'A new or changed search or offer often has several matches at once. They are gathered for some seconds, and told together.',
    'everything is muted': 'Everything is muted.',
    'this person is muted': 'The other person is muted.',
    'this search or offer is muted': 'This search or offer is muted.',
    'this pair rang recently': 'The two were told of each other a short while ago.',
    'the new account that caused it has reached its limit per hour':
      'A new account caused it, and new accounts may ring only a few others within an hour.',
    'the match is over': 'The match was over before it could ring.',
    'the device has no active subscription': 'The device is not registered for notifications any more.',
    'waits: the last mail is less than ten minutes old':
      'The last mail is less than ten minutes old. It comes with the next one.',
    'its subscription changed meanwhile':
      'The device was registered again meanwhile. It is sent to its new subscription.',
    'cannot send it': 'An error of ours kept it from being sent. It is tried again.',
  },
}
