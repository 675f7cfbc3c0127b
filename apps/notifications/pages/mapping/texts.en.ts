import { en as delivery } from '../shared/delivery-texts.en.ts'
import { en as mapping } from '../shared/mapping-texts.en.ts'

/** The texts of the page of one push subscription. */
export const en = {
  ...delivery,
  ...mapping,
  title: 'Push subscription',
  details: 'Details',
  allOfPerson: 'All devices of this person',
  change: 'What can be done',
  actions: {
    test: 'Send a test push',
    tested: 'The test push is on its way.',
    testedWhy: 'What became of it',
    clone: 'Move to another device',
    cloneField: 'The other device',
    cloneHint:
      'The id of another device of the same person. It gets this subscription and its settings; this device has none afterwards.',
    cloned: 'The other device has this subscription now.',
    clonedTo: 'Its page',
    remove: 'Delete',
    removed: 'The subscription is deleted. The device is not rung until it registers again.',
    back: 'All push subscriptions',
    cancel: 'Cancel',
    ask: {
      title: 'Delete the subscription of',
      text: 'The device is not rung until its app or browser registers again. This cannot be undone.',
      yes: 'Delete it',
    },
    problems: {
      not_rung: 'This device cannot be rung: its subscription has ended, or it has none.',
      too_many_calls: 'A device gets at most one test in ten seconds. Wait a moment.',
      bad_field: 'This is not the id of another device of the same person.',
      changed_meanwhile: 'The subscription changed meanwhile. Load the page again.',
      not_found: 'This subscription does not exist any more.',
    },
  },
  deliveries: 'Last notifications',
  noDeliveries: 'Nothing was sent to this device yet.',
  deliveryColumns: { at: 'When', kind: 'What', state: 'State', reason: 'Reason', why: 'More' },
  why: 'Why',
  back: 'All push subscriptions',
}
